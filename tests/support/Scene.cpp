// A small world with fixed content for screens: people, rooms and a conversation on one morning in November 2026.
#include "tests/support/Scene.h"

#include <QDateTime>

namespace confab::test {

using namespace Qt::StringLiterals;
using namespace confab::protocol;
using client::PendingState;

namespace {

constexpr qint64 dayStart = 1'795'132'800'000; // 2026-11-20 00:00 UTC
constexpr qint64 minuteMs = 60'000;

} // namespace

Scene::Scene(Letters letters)
    : m_letters(letters)
    , m_clock(dayStart + (14 * 60 + 30) * minuteMs)
    , m_store(m_clock)
{
    m_store.setSelf(user(me), ServerRole::Member);
    m_store.putRoom(roomState(lobby, RoomKind::Channel, u"lobby"_s, u"Hello and welcome"_s));
    m_store.putRoom(roomState(ops, RoomKind::Channel, u"ops"_s, u"Deploys, alerts and the coffee machine"_s));
    m_store.putRoom(roomState(design, RoomKind::Channel, u"design"_s, u""_s));
    m_store.putRoom(roomState(books, RoomKind::Group, u"reading-club"_s, u"December: The Left Hand of Darkness"_s));
    for (const auto& [room, other] : {std::pair{withAna, ana}, std::pair{withKobayashi, kobayashi}}) {
        RoomState direct = roomState(room, RoomKind::Direct, {}, {});
        direct.peer = user(other);
        m_store.putRoom(direct);
    }
    setMembers(ops);
}

User Scene::user(UserId id) const
{
    switch (id.value()) {
    case 1:
        return {id, u"mara"_s, u"mara"_s};
    case 2:
        return {id, u"ana"_s, u"Ana"_s};
    case 3:
        return {id, u"bo"_s, u"bo"_s};
    case 4:
        return {id, u"kobayashi"_s, m_letters == Letters::All ? u"小林さくら"_s : u"Sakura"_s};
    case 5:
        return {id, u"david"_s, u"דוד"_s};
    default:
        return {id, u"cyd"_s, u"cyd"_s};
    }
}

void Scene::talkInOps()
{
    say(ops, bo, u"-1 17:40"_s, u"Backup of the wiki is done, 41 GB, no errors."_s);
    say(ops, me, u"-1 17:41"_s, u"thanks, going home 🌙"_s);
    say(ops, ana, u"09:02"_s,
        u"Good morning! Deploying **2.4.1** in ten minutes, the notes are at https://wiki.example.org/releases/2.4.1"_s);
    say(ops, ana, u"09:02"_s, u"If the dashboard turns red, ping me first"_s);
    join(ops, cyd, u"09:05"_s);
    join(ops, david, u"09:05"_s);
    leave(ops, cyd, u"09:06"_s);
    say(ops, kobayashi, u"09:11"_s,
        m_letters == Letters::All ? u"了解です。データベースのバックアップは完了しています 👍🏽"_s : u"Understood, the database is backed up 👍🏽"_s);
    const Seq typo = say(ops, bo, u"09:14"_s, u"The canary lloks good"_s);
    edit(ops, typo, u"The canary looks good: `p99` is down from 81 ms to 64 ms"_s);
    say(ops, bo, u"09:15"_s, u"```\nservice   before  after\ngateway      81     64\nstorage      12     11\n```"_s);
    system(ops, Severity::Warning, u"09:20"_s, u"The disk of node 3 is 91 % full"_s);
    say(ops, david, u"09:21"_s, u"שלום, אני בודק את הדיסק עכשיו"_s);
    const Seq wrong = say(ops, cyd, u"09:22"_s, u"wrong room, sorry"_s);
    remove(ops, wrong);
    say(ops, me, u"09:24"_s, u"moves the old logs away"_s, true);
    setRead(ops, Seq(m_heads.value(ops)), 0, 0);
    say(ops, ana, u"14:21"_s,
        u"@mara can you have a look at the coffee machine? It says\n> E17: descale me\n\nand then:\n- beeps\n- sulks"_s);
    say(ops, kobayashi, u"14:22"_s, u"café ☕ é́ 👩‍👩‍👧‍👦 🇯🇵 all fit"_s);
}

void Scene::fillRoom(RoomId room, int messages)
{
    for (int i = 1; i <= messages; ++i)
        say(room, i % 3 == 0 ? bo : ana, u"%1:%2"_s.arg(8 + i / 60).arg(i % 60, 2, 10, QChar(u'0')), u"message number %1"_s.arg(i));
}

Seq Scene::say(RoomId room, UserId by, const QString& clockText, const QString& text, bool action)
{
    MessagePosted event{head(room, by, clockText), text, {}, {}};
    if (action)
        event.action = true;
    m_store.receive(event);
    return event.seq;
}

void Scene::edit(RoomId room, Seq of, const QString& text) { m_store.receive(MessageEdited{head(room, bo, u"09:14"_s), of, text}); }

void Scene::remove(RoomId room, Seq of) { m_store.receive(MessageDeleted{head(room, cyd, u"09:22"_s), of}); }

void Scene::join(RoomId room, UserId who, const QString& clockText)
{
    m_store.receive(MembersJoined{head(room, who, clockText), {user(who)}});
}

void Scene::leave(RoomId room, UserId who, const QString& clockText)
{
    m_store.receive(MembersLeft{head(room, who, clockText), {user(who)}, {}});
}

void Scene::system(RoomId room, Severity severity, const QString& clockText, const QString& text)
{
    EventHead first = head(room, ana, clockText);
    first.by = UserId();
    first.name.clear();
    m_store.receive(SystemLine{first, severity, text});
}

void Scene::pending(RoomId room, const QString& text, PendingState state, const Error& error)
{
    client::Pending pending;
    std::array<quint8, ClientId::byteCount> bytes{};
    bytes[0] = quint8(++m_pendings);
    pending.c = ClientId(bytes);
    pending.room = room;
    pending.text = text;
    pending.state = state;
    pending.error = error;
    pending.created = m_clock.now();
    m_store.putPending(pending);
}

void Scene::setRead(RoomId room, Seq seq, qint64 unread, qint64 mentions) { m_store.setRead(ReadMark{room, seq, unread, mentions}); }

void Scene::setTopic(RoomId room, const QString& topic) { m_store.receive(TopicChanged{head(room, ana, u"09:00"_s), topic}); }

void Scene::setMembers(RoomId room)
{
    const auto member = [this](UserId id, RoomRole role, PresenceState state, const QString& status = {}) {
        const User one = user(id);
        Member result{id, one.name, one.display, role, state, {}, {}};
        if (!status.isEmpty())
            result.status = status;
        return result;
    };
    ListMembers::Reply reply;
    reply.users = {member(ana, RoomRole::Owner, PresenceState::Online), member(me, RoomRole::Admin, PresenceState::Online),
        member(kobayashi, RoomRole::Member, PresenceState::Online), member(bo, RoomRole::Member, PresenceState::Busy, u"on call"_s),
        member(david, RoomRole::Member, PresenceState::Away, u"lunch"_s), member(cyd, RoomRole::Member, PresenceState::Offline)};
    reply.v = Version(1);
    reply.total = 6;
    reply.online = 5;
    m_store.putMembers(room, reply);
}

RoomState Scene::roomState(RoomId id, RoomKind kind, const QString& name, const QString& topic) const
{
    RoomState state;
    state.id = id;
    state.kind = kind;
    state.name = name;
    state.title = name;
    state.topic = topic;
    state.isPublic = kind == RoomKind::Channel;
    state.epoch = Epoch(7);
    state.memberCount = 6;
    state.role = RoomRole::Member;
    return state;
}

TimeMs Scene::at(const QString& clockText) const
{
    const QStringList parts = clockText.section(u' ', -1).split(u':');
    const qint64 minutes = parts.at(0).toLongLong() * 60 + parts.at(1).toLongLong();
    const qint64 day = clockText.startsWith(u"-1 ") ? dayStart - 24 * 60 * minuteMs : dayStart;
    return TimeMs(day + minutes * minuteMs);
}

EventHead Scene::head(RoomId room, UserId by, const QString& clockText)
{
    return {room, Seq(++m_heads[room]), by, user(by).display, at(clockText), {}};
}

} // namespace confab::test
