// A timeline with a store and a clock, for tests: fills rooms, says things, and lets the view come to rest.
#pragma once

#include "client-desktop/views/timeline/TimelineView.h"
#include "shared/base/Clock.h"

#include <QCoreApplication>

namespace confab::test {

/// 2026-11-20 14:30 UTC. Rooms 1 ("ops") and 2 ("lobby"); people 1 (me, "Mara"), 2 ("Ana"), 3 ("bo").
class TimelineRig {
public:
    static constexpr RoomId ops{1};
    static constexpr RoomId lobby{2};
    static constexpr UserId me{1};
    static constexpr UserId ana{2};
    static constexpr UserId bo{3};
    static constexpr qint64 start = 1'795'132'800'000 + 870 * 60'000LL;
    static constexpr qint64 firstSeq = 1'000'000; ///< of fill(): room for older ones

    explicit TimelineRig(desktop::Scheme scheme = desktop::Scheme::Light)
        : look(scheme)
        , store(clock)
        , view(store, look)
    {
        using namespace Qt::StringLiterals;
        store.setSelf({me, u"mara"_s, u"Mara"_s}, protocol::ServerRole::Member);
        for (const auto& [room, name] : {std::pair{ops, u"ops"_s}, std::pair{lobby, u"lobby"_s}}) {
            protocol::RoomState state;
            state.id = room;
            state.kind = protocol::RoomKind::Channel;
            state.name = name;
            state.title = name;
            state.epoch = Epoch(7);
            state.role = protocol::RoomRole::Member;
            store.putRoom(state);
            store.setShown(room, true);
        }
        view.resize(700, 600);
    }

    /// Numbered messages of different lengths, one a minute, the last one `minutesAgo`. They are read.
    void fill(RoomId room, int count, int minutesAgo = 1)
    {
        m_heads[room] = firstSeq + count;
        client::HistoryPage page{lines(room, firstSeq + 1, count, start - (count + minutesAgo) * 60'000LL), client::HistoryPlace::Replace,
            1000, Seq(firstSeq + count)};
        store.putHistory(room, page);
        read(room);
    }
    void prepend(RoomId room, int count)
    {
        const Seq first = store.timeline(room).at(0).seq;
        const qint64 before = store.timeline(room).at(0).ts.value() - count * 60'000LL;
        store.putHistory(room, {lines(room, first.value() - count, count, before), client::HistoryPlace::Older, 1000, {}});
    }
    /// So many lines were missed; the last ones of them can be had by fillGap().
    void skip(RoomId room, int count)
    {
        store.putGap(room, Seq(m_heads[room] + 1), Seq(m_heads[room] + count));
        m_heads[room] += count;
    }
    void fillGap(RoomId room, Seq last, int count)
    {
        client::HistoryPage page{lines(room, last.value() - count + 1, count, start - count * 1000), client::HistoryPlace::Span, 0, last,
            false, Seq(last.value() - count + 1)};
        store.putHistory(room, page);
    }
    void read(RoomId room) { store.setRead({room, Seq(m_heads[room]), 0, 0}); }

    Seq say(RoomId room, UserId by, const QString& text) { return send(room, by, protocol::MessagePosted{{}, text, {}, {}}); }
    void edit(RoomId room, Seq of, const QString& text) { send(room, ana, protocol::MessageEdited{{}, of, text}); }
    void remove(RoomId room, Seq of) { send(room, ana, protocol::MessageDeleted{{}, of}); }
    template <typename Event>
    Seq send(RoomId room, UserId by, Event event)
    {
        static_cast<protocol::EventHead&>(event) = {room, Seq(++m_heads[room]), by, nameOf(by), clock.now(), {}};
        store.receive(event);
        return Seq(m_heads[room]);
    }
    ClientId pending(RoomId room, const QString& text, client::PendingState state, const Error& error = {})
    {
        client::Pending one;
        std::array<quint8, ClientId::byteCount> bytes{};
        bytes[0] = quint8(++m_pendings);
        one.c = ClientId(bytes);
        one.room = room;
        one.text = text;
        one.state = state;
        one.error = error;
        one.created = clock.now();
        store.putPending(one);
        return one.c;
    }

    void show(RoomId room)
    {
        view.showRoom(room);
        view.show();
        rest();
    }
    /// Everything that is to be done at once or in idle time is done.
    void rest()
    {
        for (int i = 0; i < 100; ++i)
            QCoreApplication::processEvents();
    }

    int rowOf(Seq seq) const { return view.scene().lines().rowOf(desktop::RowKey::logged(seq)); }
    int yOf(Seq seq) const { return view.scene().yOf(rowOf(seq)); }
    /// The first line that begins on the screen.
    Seq topSeq() const
    {
        const desktop::TimelineScene& scene = view.scene();
        return scene.lines().line(scene.scroll().anchor().row).seq;
    }
    int visibleRows() const { return view.scene().scroll().lastVisible() - view.scene().scroll().firstVisible() + 1; }

    FakeClock clock{start};
    desktop::Look look;
    client::Store store;
    desktop::TimelineView view;

private:
    static QString nameOf(UserId by)
    {
        return by == me ? QStringLiteral("Mara") : by == ana ? QStringLiteral("Ana") : QStringLiteral("bo");
    }
    static QList<protocol::HistoryItem> lines(RoomId room, qint64 first, int count, qint64 from)
    {
        QList<protocol::HistoryItem> items;
        for (int i = 0; i < count; ++i) {
            const UserId by = (i / 3) % 2 == 0 ? ana : bo;
            const QString text =
                QStringLiteral("message %1").arg(first + i) + QStringLiteral(" and some more words").repeated(i % 7 * (i % 3));
            const Seq seq(first + i);
            items.append(
                {protocol::MessagePosted{{room, seq, by, nameOf(by), TimeMs(from + i * 60'000LL), {}}, text, {}, {}}, seq, {}, {}});
        }
        return items;
    }

    QHash<RoomId, qint64> m_heads;
    int m_pendings = 0;
};

} // namespace confab::test
