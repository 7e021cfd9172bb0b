// Keeps a member list in step with versioned pushes and with the joins and leaves of the log.
#include "shared/client/store/MemberList.h"

#include <algorithm>

namespace confab::client {

namespace {

// In larger rooms the server only counts; there a push without people is no sign of anything.
constexpr qint64 countsOnlyAbove = 1000;

bool saysNothing(const protocol::PresencePush& push)
{
    return push.join.isEmpty() && push.update.isEmpty() && push.leave.isEmpty() && push.online <= countsOnlyAbove;
}

} // namespace

const protocol::Member* MemberList::find(UserId person) const
{
    const auto found =
        std::find_if(m_members.cbegin(), m_members.cend(), [person](const protocol::Member& one) { return one.id == person; });
    return found != m_members.cend() ? &*found : nullptr;
}

void MemberList::replace(QList<protocol::Member> members, Version v, qint64 total, qint64 online)
{
    m_members = std::move(members);
    m_version = v;
    m_total = total;
    m_online = online;
    m_state = MembersState::Fresh;
}

bool MemberList::apply(const protocol::PresencePush& push, const QList<protocol::Member>& changed, TimeMs now)
{
    if (m_state == MembersState::Unknown)
        return true;
    if (m_state == MembersState::Stale)
        return false;
    if (push.v <= m_version)
        return true;
    // A server that had to drop pushes sends an empty one with its present version: what it counted for is not in it.
    if (push.v.value() != m_version.value() + 1 || saysNothing(push)) {
        markStale();
        return false;
    }
    m_version = push.v;
    m_online = push.online;
    for (const protocol::Member& one : changed)
        put(one);
    for (protocol::Member& one : m_members) {
        if (push.leave.contains(one.id)) {
            one.state = protocol::PresenceState::Offline;
            one.lastSeen = now;
        }
    }
    return true;
}

void MemberList::put(const protocol::Member& member)
{
    const auto known = std::find_if(m_members.begin(), m_members.end(), [&](const protocol::Member& one) { return one.id == member.id; });
    if (known != m_members.end())
        *known = member;
    else
        m_members.append(member);
}

void MemberList::add(const QList<protocol::User>& people)
{
    if (m_state == MembersState::Unknown)
        return;
    for (const protocol::User& one : people) {
        if (find(one.id))
            continue;
        m_members.append({.id = one.id, .name = one.name, .display = one.display, .status = {}, .lastSeen = {}});
        ++m_total;
    }
}

void MemberList::remove(const QList<protocol::User>& people)
{
    for (const protocol::User& one : people) {
        const protocol::Member* member = find(one.id);
        if (!member)
            continue;
        if (member->state != protocol::PresenceState::Offline)
            m_online = std::max<qint64>(0, m_online - 1);
        m_total = std::max<qint64>(0, m_total - 1);
        m_members.removeIf([&](const protocol::Member& other) { return other.id == one.id; });
    }
}

void MemberList::rename(UserId person, const QString& display)
{
    for (protocol::Member& one : m_members) {
        if (one.id == person)
            one.display = display;
    }
}

void MemberList::markStale()
{
    if (m_state == MembersState::Fresh)
        m_state = MembersState::Stale;
}

} // namespace confab::client
