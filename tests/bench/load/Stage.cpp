// Bringing everybody to their place.
#include "tests/bench/load/Stage.h"

#include "tests/bench/load/Clocks.h"

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

/// Longer than presence is collected.
constexpr qint64 restNs = nsPerSecond * 7 / 10;

} // namespace

std::string roomName(int place) { return "room" + std::to_string(place); }

Stage::Stage(Kind kind, const Places& places, protocol::Encoding encoding)
{
    if (kind == Kind::Reference) {
        m_subject = Subject::reference();
        m_dialect = std::make_unique<ReferenceDialect>(encoding);
    } else {
        m_subject = Subject::confab(places);
        auto confab = std::make_unique<ConfabDialect>(encoding);
        m_confab = confab.get();
        m_dialect = std::move(confab);
    }
}

Error Stage::trouble(const QString& what)
{
    QString why;
    if (m_crowd && !m_crowd->tally().firstRefusal.empty())
        why = u"; the first refusal: "_s + QString::fromStdString(m_crowd->tally().firstRefusal);
    return Error{ErrorCode::Unavailable,
        u"%1 (%2 lost, %3 ready)%4 %5"_s.arg(what)
            .arg(m_crowd ? m_crowd->tally().lost : 0)
            .arg(m_crowd ? m_crowd->readyCount() : 0)
            .arg(why, m_subject->errors().left(500))};
}

Result<Done> Stage::open(int people)
{
    TRY_VALUE(accounts, m_subject->accounts(people));
    TRY(m_subject->start());
    m_crowd = std::make_unique<Crowd>(m_subject->port(), *m_dialect);
    for (const Account& one : accounts)
        m_crowd->add(one.name, one.token);
    return Done{};
}

void Stage::plan(int rooms)
{
    for (int i = 0; i < m_crowd->size(); ++i)
        m_crowd->peer(i).place = i % rooms;
}

Result<Done> Stage::connectAll(int atOnce, double limitSeconds)
{
    int next = 0;
    const int all = m_crowd->size();
    const bool done = m_crowd->turnUntil(
        [&] {
            while (next < all && m_crowd->underWay() < atOnce) {
                Peer& peer = m_crowd->peer(next++);
                if (peer.fd < 0)
                    m_crowd->connect(peer);
            }
            return m_crowd->readyCount() == all || m_crowd->tally().lost > 0;
        },
        limitSeconds);
    if (!done || m_crowd->readyCount() != all)
        return trouble(u"not everybody could connect"_s);
    return Done{};
}

Result<Done> Stage::enterRooms(int rooms, double limitSeconds)
{
    plan(rooms);
    if (!m_confab)
        return Done{};
    const auto entered = [&](int first, int end) {
        return [this, first, end] {
            for (int i = first; i < end; ++i) {
                if (m_crowd->peer(i).room == 0)
                    return m_crowd->tally().refused > 0;
            }
            return true;
        };
    };
    for (int i = 0; i < rooms; ++i)
        m_confab->create(*m_crowd, m_crowd->peer(i), roomName(i));
    if (!m_crowd->turnUntil(entered(0, rooms), limitSeconds) || m_crowd->tally().refused > 0)
        return trouble(u"rooms could not be made"_s);
    for (int i = rooms; i < m_crowd->size(); ++i)
        m_confab->join(*m_crowd, m_crowd->peer(i), roomName(i % rooms));
    if (!m_crowd->turnUntil(entered(rooms, m_crowd->size()), limitSeconds) || m_crowd->tally().refused > 0)
        return trouble(u"rooms could not be entered"_s);
    // What the joins left on its way is no part of what is measured next.
    qint64 quietSince = nowNs();
    qint64 bytes = m_crowd->tally().bytes;
    const bool quiet = m_crowd->turnUntil(
        [&] {
            if (std::exchange(bytes, m_crowd->tally().bytes) != m_crowd->tally().bytes)
                quietSince = nowNs();
            return nowNs() - quietSince > restNs;
        },
        limitSeconds);
    return quiet ? Result<Done>(Done{}) : Result<Done>(trouble(u"the joins did not come to rest"_s));
}

Result<Done> Stage::prepare(int people, int rooms)
{
    TRY(open(people));
    plan(rooms);
    TRY(connectAll());
    return enterRooms(rooms);
}

} // namespace confab::bench
