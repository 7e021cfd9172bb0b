// Who people are: names learned from everywhere, the newest shown everywhere; who is present and who is writing.
#include "shared/client/store/RowText.h"
#include "shared/client/store/StoreEntry.h"
#include "shared/client/text/SearchFold.h"
#include "shared/client/text/Sanitiser.h"

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

void Store::setSelf(const protocol::User& user, protocol::ServerRole role)
{
    m_self = safeUser(user);
    m_selfRole = role;
    m_selfMentions = MentionFinder({m_self.name, m_self.display});
    learn(user, true);
    Q_EMIT selfChanged();
}

void Store::putPerson(const protocol::User& user) { learn(user, true); }

void Store::learn(const protocol::User& user, bool isCurrent)
{
    if (!user.id.isValid())
        return;
    const protocol::User safe = safeUser(user);
    const auto known = m_people.find(safe.id);
    if (known == m_people.end()) {
        m_people.emplace(safe.id, safe);
        showName(safe.id);
        return;
    }
    protocol::User merged = known->second;
    if (!safe.name.isEmpty())
        merged.name = safe.name;
    if (isCurrent || merged.display.isEmpty())
        merged.display = safe.display.isEmpty() ? merged.display : safe.display;
    if (merged == known->second)
        return;
    const bool isRenamed = merged.display != known->second.display;
    known->second = merged;
    if (isRenamed)
        showName(safe.id);
    Q_EMIT personChanged(safe.id);
}

void Store::learnName(UserId person, const QString& display, bool isCurrent) { learn({person, {}, display}, isCurrent); }

void Store::showName(UserId person)
{
    const QString name = displayName(person);
    for (const auto& [id, timeline] : m_timelines)
        timeline->rename(person, name);
    for (const auto& [id, entry] : m_rooms) {
        if (const protocol::Member* member = entry->members.find(person); member && member->display != name) {
            entry->members.rename(person, name);
            Q_EMIT membersChanged(id);
        }
        if (entry->room.peer && entry->room.peer->id == person && *entry->room.peer != m_people.at(person)) {
            entry->room.peer = m_people.at(person);
            Q_EMIT roomChanged(id);
        }
    }
    if (person == m_self.id && m_self.display != name) {
        m_self.display = name;
        m_selfMentions = MentionFinder({m_self.name, m_self.display});
        Q_EMIT selfChanged();
    }
}

QString Store::displayName(UserId person) const
{
    if (!person.isValid())
        return tr("server");
    const auto known = m_people.find(person);
    if (known != m_people.end() && !known->second.display.isEmpty())
        return known->second.display;
    if (known != m_people.end() && !known->second.name.isEmpty())
        return known->second.name;
    return tr("person %1").arg(person.value());
}

QList<protocol::User> Store::people() const
{
    QList<protocol::User> all;
    for (const auto& [id, user] : m_people)
        all.append(user);
    return all;
}

std::optional<protocol::User> Store::person(UserId person) const
{
    const auto known = m_people.find(person);
    return known != m_people.end() ? std::optional(known->second) : std::nullopt;
}

std::optional<protocol::User> Store::findPerson(QStringView name) const
{
    const QString wanted = (name.startsWith(u'@') ? name.mid(1) : name).toString();
    const QString folded = foldForSearch(wanted);
    std::optional<protocol::User> byFoldedName;
    QList<protocol::User> byDisplay;
    for (const auto& [id, user] : m_people) {
        if (!user.name.isEmpty() && user.name == wanted)
            return user;
        if (!user.name.isEmpty() && foldForSearch(user.name) == folded)
            byFoldedName = user;
        else if (!folded.isEmpty() && foldForSearch(user.display) == folded)
            byDisplay.append(user);
    }
    if (byFoldedName)
        return byFoldedName;
    return byDisplay.size() == 1 ? std::optional(byDisplay.constFirst()) : std::nullopt;
}

protocol::Member Store::safeMember(const protocol::Member& member) const
{
    protocol::Member safe = member;
    safe.name = safeName(member.name);
    safe.display = displayName(member.id);
    if (member.status)
        safe.status = safeLine(*member.status);
    return safe;
}

void Store::putMembers(RoomId room, const protocol::ListMembers::Reply& reply)
{
    Entry* entry = find(room);
    if (!entry)
        return;
    QList<protocol::Member> members;
    for (const protocol::Member& one : reply.users) {
        learn({one.id, one.name, one.display}, true);
        members.append(safeMember(one));
    }
    entry->members.replace(std::move(members), reply.v, reply.total, reply.online);
    Q_EMIT membersChanged(room);
    if (entry->room.memberCount != reply.total) {
        entry->room.memberCount = reply.total;
        Q_EMIT roomChanged(room);
    }
}

bool Store::applyPresence(const protocol::PresencePush& push)
{
    Entry* entry = find(push.room);
    if (!entry)
        return true;
    QList<protocol::Member> changed;
    for (const protocol::Member& one : push.join + push.update) {
        learn({one.id, one.name, one.display}, true);
        changed.append(safeMember(one));
    }
    const bool isWhole = entry->members.apply(push, changed, m_clock.now());
    Q_EMIT membersChanged(push.room);
    return isWhole;
}

void Store::putTyping(const protocol::TypingPush& push)
{
    Entry* entry = find(push.room);
    if (!entry || push.user == m_self.id)
        return;
    if (push.ttl <= 0) {
        stopTyping(*entry, push.user);
        return;
    }
    // An hour is more than anybody means; it keeps a wild number from overflowing.
    constexpr qint64 longestMs = 3'600'000;
    learnName(push.user, push.name, true);
    const qint64 now = m_clock.monotonicMs();
    const bool isNew = !entry->typists.contains(push.user);
    Entry::Typist& typist = entry->typists[push.user];
    if (isNew)
        typist.sinceMs = now;
    typist.untilMs = now + std::min(push.ttl, longestMs);
    scheduleTyping();
    if (isNew)
        Q_EMIT typingChanged(push.room);
}

QList<UserId> Store::typing(RoomId room) const
{
    const Entry* entry = find(room);
    if (!entry)
        return {};
    QList<UserId> ids;
    for (auto one = entry->typists.cbegin(); one != entry->typists.cend(); ++one) {
        if (one->untilMs > m_clock.monotonicMs())
            ids.append(one.key());
    }
    std::sort(ids.begin(), ids.end(), [&](UserId one, UserId other) {
        return std::pair{entry->typists.value(one).sinceMs, one} < std::pair{entry->typists.value(other).sinceMs, other};
    });
    return ids;
}

void Store::stopTyping(Entry& entry, UserId person)
{
    if (entry.typists.remove(person))
        Q_EMIT typingChanged(entry.room.id);
}

void Store::expireTyping()
{
    const qint64 now = m_clock.monotonicMs();
    for (const auto& [id, entry] : m_rooms) {
        if (entry->typists.removeIf([now](auto one) { return one.value().untilMs <= now; }) > 0)
            Q_EMIT typingChanged(id);
    }
    scheduleTyping();
}

void Store::scheduleTyping()
{
    qint64 next = -1;
    for (const auto& [id, entry] : m_rooms) {
        for (const Entry::Typist& one : std::as_const(entry->typists))
            next = next < 0 ? one.untilMs : std::min(next, one.untilMs);
    }
    if (next < 0)
        m_typingTimer.stop();
    else
        m_typingTimer.start(int(std::max<qint64>(1, next - m_clock.monotonicMs())));
}

void Store::forgetPresence()
{
    for (const auto& [id, entry] : m_rooms) {
        entry->members.markStale();
        Q_EMIT membersChanged(id);
        if (entry->typists.isEmpty())
            continue;
        entry->typists.clear();
        Q_EMIT typingChanged(id);
    }
    scheduleTyping();
}

} // namespace confab::client
