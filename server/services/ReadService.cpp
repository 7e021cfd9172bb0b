// Pages of the log and personal marks.
#include "server/services/ReadService.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::server {

namespace {

constexpr int countedAtMost = 10'000;
constexpr qint64 notYetRetryMs = 100;
constexpr Seq beyondAll{limits::maxInteger};

int pageSize(qint64 wanted, int most)
{
    return int(std::clamp<qint64>(wanted, 1, most));
}

} // namespace

Result<SyncRoom::Reply> ReadService::sync(const Actor& actor, const RoomRow& room, const SyncRoom& request)
{
    SyncRoom::Reply reply;
    reply.head = room.head;
    Seq after = request.after;
    if (after < room.floor) {
        reply.lost = LostRange{Seq(after.value() + 1), room.floor};
        after = room.floor;
    }
    TRY_VALUE(events, m_store.pages.eventsAfter(room.id, after, pageSize(request.limit, limits::syncEvents), actor.id));
    reply.ev = std::move(events);
    const Seq reached = reply.ev.isEmpty() ? after : headOf(reply.ev.last()).seq;
    reply.end = reached >= room.head;
    return reply;
}

Result<RoomHistory::Reply> ReadService::history(const Actor& actor, const RoomRow& room, const RoomHistory& request, bool notices)
{
    if (int(request.before.has_value()) + int(request.around.has_value()) + int(request.after.has_value()) > 1)
        return Error{ErrorCode::BadArg, u"at most one of before, around and after"_s, u"before"_s};
    if (request.atLeast && *request.atLeast > room.head)
        return Error{ErrorCode::Unavailable, u"the room has not come that far"_s, u"atLeast"_s, {}, notYetRetryMs};
    RoomHistory::Reply reply;
    reply.epoch = room.epoch;
    reply.head = room.head;
    reply.upto = room.head;
    const int limit = pageSize(request.limit, limits::historyMessages);
    RoomPages::Wanted older{room.id, request.before.value_or(beyondAll), RoomPages::Towards::Older, limit, notices, actor.id};
    RoomPages::Wanted newer{room.id, request.after.value_or(Seq(0)), RoomPages::Towards::Newer, limit, notices, actor.id};
    if (request.around) {
        older.from = *request.around;
        older.limit = limit / 2;
        TRY_VALUE(before, m_store.pages.lines(older));
        newer.from = Seq(request.around->value() - 1);
        newer.limit = limit - int(before.size());
        TRY_VALUE(after, m_store.pages.lines(newer));
        reply.items = before + after;
    } else if (request.after) {
        TRY_VALUE(after, m_store.pages.lines(newer));
        reply.items = std::move(after);
    } else {
        TRY_VALUE(before, m_store.pages.lines(older));
        reply.items = std::move(before);
    }
    if (!reply.items.isEmpty()) {
        older.from = headOf(reply.items.first().event).seq;
        newer.from = headOf(reply.items.last().event).seq;
    } else if (request.after) {
        older.from = Seq(request.after->value() + 1);
    } else {
        newer.from = request.before ? Seq(request.before->value() - 1) : beyondAll;
    }
    TRY_VALUE(remaining, m_store.pages.countLines(older, countedAtMost));
    TRY_VALUE(above, m_store.pages.countLines(newer, countedAtMost));
    reply.remaining = remaining;
    reply.newer = above;
    return reply;
}

Result<RoomChanges::Reply> ReadService::changes(const Actor& actor, const RoomRow& room, const RoomChanges& request)
{
    RoomChanges::Reply reply;
    reply.upto = std::min(request.upto, room.head);
    TRY_VALUE(items, m_store.pages.changed(room.id, request.after, reply.upto, limits::historyMessages + 1, actor.id));
    reply.items = std::move(items);
    if (reply.items.size() > limits::historyMessages) {
        reply.items.removeLast();
        reply.upto = reply.items.last().rev;
    }
    return reply;
}

Result<ReadService::Mark> ReadService::markRead(const Actor& actor, const RoomRow& room, const MemberRow& member, const MarkRead& request)
{
    const Seq wanted = std::min(request.seq, room.head);
    const Seq seq = request.back.value_or(false) ? wanted : std::max(wanted, member.read);
    Mark made{{room.id, seq, 0, 0}, seq != member.read};
    if (made.moved)
        TRY(m_store.members.setRead(room.id, actor.id, seq));
    TRY_VALUE(count, m_store.pages.unread(room.id, actor.id, seq));
    made.mark.unread = count.unread;
    made.mark.mentions = count.mentions;
    return made;
}

Result<bool> ReadService::setDraft(const Actor& actor, const MemberRow& member, const QString& text)
{
    const std::optional<QString> draft = text.isEmpty() ? std::nullopt : std::optional(text);
    if (draft == member.draft)
        return false;
    TRY(m_store.members.setDraft(member.room, actor.id, draft));
    return true;
}

} // namespace confab::server
