// The rules of messages.
#include "server/services/MessageService.h"

#include "server/services/NameRules.h"
#include "server/services/Permissions.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

constexpr int mentionsPerMessage = 50;

Error noSuchMessage()
{
    return Error{ErrorCode::NoSuchMessage, u"there is no such message"_s, u"of"_s};
}

Result<Done> checkText(const QString& text)
{
    if (text.trimmed().isEmpty())
        return Error{ErrorCode::BadArg, u"a message needs text"_s, u"text"_s};
    return Done{};
}

/// The folded names behind each '@' that starts a word.
QStringList namesMentioned(const QString& text)
{
    QStringList names;
    for (qsizetype at = text.indexOf(u'@'); at >= 0 && names.size() < mentionsPerMessage; at = text.indexOf(u'@', at + 1)) {
        if (at > 0 && text.at(at - 1).isLetterOrNumber())
            continue;
        qsizetype end = at + 1;
        while (end < text.size() && end - at <= limits::nameChars * 2
            && (text.at(end).isLetterOrNumber() || text.at(end).isMark() || text.at(end).isSurrogate() || text.at(end) == u'-'
                || text.at(end) == u'_' || text.at(end) == u'.'))
            ++end;
        // “@ann.” ends a sentence more often than a name.
        while (end > at + 1 && text.at(end - 1) == u'.')
            --end;
        if (end > at + 1)
            names.append(foldName(text.mid(at + 1, end - at - 1)));
    }
    names.removeDuplicates();
    return names;
}

} // namespace

Result<SharedEvent> MessageService::post(const Actor& actor, RoomRow& room, const PostMessage& request)
{
    TRY(checkText(request.text));
    if (request.replyTo) {
        if (!request.epoch)
            return Error{ErrorCode::BadArg, u"an answer names the epoch of the message it answers"_s, u"epoch"_s};
        TRY_VALUE(answered, m_store.log.message(room.id, *request.replyTo));
        if (!answered)
            return Error{ErrorCode::NoSuchMessage, u"the answered message is not there"_s, u"replyTo"_s};
    }
    MessagePosted event;
    event.text = request.text;
    event.replyTo = request.replyTo;
    event.action = request.action;
    TRY_VALUE(posted, m_store.log.append(room, actor, m_clock.now(), std::move(event)));
    if (request.text.contains(u'@'))
        TRY(noteMentions(actor, room, posted.head().seq, request.text));
    return posted;
}

Result<Done> MessageService::noteMentions(const Actor& actor, const RoomRow& room, Seq seq, const QString& text)
{
    for (const QString& name : namesMentioned(text)) {
        QList<UserId> people;
        TRY_VALUE(byName, m_store.accounts.byName(name));
        if (byName) {
            people.append(byName->id);
        } else {
            TRY_VALUE(byDisplay, m_store.accounts.byDisplay(name));
            people = byDisplay;
        }
        for (const UserId person : people) {
            if (person == actor.id)
                continue;
            TRY_VALUE(member, m_store.members.find(room.id, person));
            if (member)
                TRY(m_store.log.mention(room.id, seq, person));
        }
    }
    return Done{};
}

Result<Done> MessageService::checkChange(const Actor& actor, const RoomRow& room, const MemberRow& member, Seq of, Right own, Right others)
{
    TRY_VALUE(message, m_store.log.message(room.id, of));
    if (!message || message->deleted)
        return noSuchMessage();
    const RightBits rights = rightsOf(actor, room, member);
    if (has(rights, message->author == actor.id ? own : others) || has(rights, others))
        return Done{};
    return Error{ErrorCode::Forbidden, u"you may not change this message"_s};
}

Result<SharedEvent> MessageService::edit(const Actor& actor, RoomRow& room, const MemberRow& member, const EditMessage& request)
{
    TRY(checkText(request.text));
    TRY(checkChange(actor, room, member, request.of, Right::EditOwnMessages, Right::EditMessages));
    return m_store.log.edit(room, actor, m_clock.now(), request.of, request.text);
}

Result<SharedEvent> MessageService::remove(const Actor& actor, RoomRow& room, const MemberRow& member, const DeleteMessage& request)
{
    TRY(checkChange(actor, room, member, request.of, Right::DeleteOwnMessages, Right::DeleteMessages));
    return m_store.log.remove(room, actor, m_clock.now(), request.of);
}

} // namespace confab::server
