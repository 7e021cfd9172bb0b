// A long room in a client, and the ways to see that no line of it is lost, doubled or misplaced.
#pragma once

#include "shared/client/models/TimelineModel.h"
#include "tests/support/ClientRig.h"

namespace confab::test {

using namespace confab::client;
using namespace confab::protocol;
using namespace Qt::StringLiterals;

inline constexpr RoomId room{1};
inline constexpr RoomId kitchen{2};
inline constexpr UserId ann{1};

/// What is to be seen of a row.
inline QString told(const TimelineModel& model, int row)
{
    const TimelineRow& one = model.line(row);
    if (one.kind == RowKind::Gap)
        return u"gap %1-%2"_s.arg(one.seq.value()).arg(one.until.value());
    const QString marks = (model.startsDay(row) ? u"D"_s : QString()) + (model.startsGroup(row) ? u"G"_s : QString())
        + (model.firstUnreadRow() == row ? u"U"_s : QString());
    return u"%1 %2%3%4 %5"_s.arg(one.seq.value()).arg(one.deleted ? u"-"_s : u""_s, one.edited ? u"~"_s : u""_s, one.text, marks);
}

/// Knows of the model only what its signals say.
class Shadow : public QObject {
public:
    explicit Shadow(const TimelineModel& model)
        : m_model(model)
    {
        reset();
        connect(&model, &QAbstractItemModel::modelReset, this, &Shadow::reset);
        connect(&model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
            for (int row = first; row <= last; ++row)
                rows.insert(row, told(m_model, row));
        });
        connect(&model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { rows.remove(first, last - first + 1); });
        connect(&model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
            for (int row = from.row(); row <= to.row(); ++row)
                rows[row] = told(m_model, row);
        });
    }
    /// The first difference, or nothing.
    QString fault() const
    {
        if (rows.size() != m_model.rowCount())
            return u"%1 rows are known of %2"_s.arg(rows.size()).arg(m_model.rowCount());
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (rows.at(row) != told(m_model, row))
                return u"row %1 is \"%2\", known as \"%3\""_s.arg(row).arg(told(m_model, row), rows.at(row));
        }
        return {};
    }

    QStringList rows;

private:
    void reset()
    {
        rows.clear();
        for (int row = 0; row < m_model.rowCount(); ++row)
            rows.append(told(m_model, row));
    }

    const TimelineModel& m_model;
};

struct Line {
    UserId by;
    QString text;
    bool deleted = false;
};

/// The log folded the plain way.
inline std::map<qint64, Line> folded(const FakeServer& server)
{
    std::map<qint64, Line> lines;
    for (const AnyEvent& event : server.rooms[room].log) {
        if (const auto* said = std::get_if<MessagePosted>(&event))
            lines[said->seq.value()] = {said->by, said->text};
        else if (const auto* edited = std::get_if<MessageEdited>(&event))
            lines[edited->of.value()].text = edited->text;
        else if (const auto* gone = std::get_if<MessageDeleted>(&event))
            lines[gone->of.value()] = {lines[gone->of.value()].by, {}, true};
    }
    return lines;
}

/// What is wrong with a timeline, or nothing.
inline QString fault(const Timeline& timeline, const std::map<qint64, Line>& lines)
{
    qint64 reached = timeline.start().value() - 1;
    auto next = lines.lower_bound(timeline.start().value());
    bool wasGap = false;
    for (const TimelineRow& row : timeline.rows()) {
        const qint64 seq = row.seq.value();
        if (row.isPending())
            continue;
        if (seq <= reached)
            return u"%1 stands behind %2"_s.arg(seq).arg(reached);
        if (next != lines.end() && next->first < seq)
            return u"%1 is missing"_s.arg(next->first);
        const bool isGap = row.kind == RowKind::Gap;
        if (isGap && wasGap)
            return u"two gaps at %1"_s.arg(seq);
        wasGap = isGap;
        reached = isGap ? row.until.value() : seq;
        if (isGap) {
            next = lines.upper_bound(reached);
            continue;
        }
        const auto line = lines.find(seq);
        if (line == lines.end() || line->second.text != row.text || line->second.deleted != row.deleted)
            return u"%1 says \"%2\""_s.arg(seq).arg(row.text);
        ++next;
    }
    if (next != lines.end() && next->first <= timeline.upTo().value())
        return u"%1 is missing at the end"_s.arg(next->first);
    if (!timeline.hasOlder() && !lines.empty() && timeline.start().value() > lines.begin()->first)
        return u"the beginning is missing"_s;
    return {};
}

inline int gaps(const Timeline& timeline)
{
    return int(
        std::count_if(timeline.rows().begin(), timeline.rows().end(), [](const TimelineRow& row) { return row.kind == RowKind::Gap; }));
}

/// A client in the room with lines "1" … "count" by bob.
struct LongRoom : ClientRig {
    explicit LongRoom(int count)
    {
        for (int i = 1; i <= count; ++i)
            server.say(room, QString::number(i));
        start();
        client->openRoom(room);
        time.settle();
    }
    Timeline& lines() { return client->store().timeline(room); }
    Result<Done> openAt(qint64 seq)
    {
        std::optional<Result<Done>> answer;
        client->openAt(room, Seq(seq), [&answer](const Result<Done>& result) { answer = result; });
        time.settle();
        return answer.value_or(Error{ErrorCode::Internal, u"no answer"_s});
    }
    Result<Done> loadGap(Seq from, GapEnd end)
    {
        std::optional<Result<Done>> answer;
        client->loadGap(room, from, end, [&answer](const Result<Done>& result) { answer = result; });
        time.settle();
        return answer.value_or(Error{ErrorCode::Internal, u"no answer"_s});
    }
    /// Everything there is.
    void loadAll()
    {
        for (int i = 0; i < 500 && lines().hasOlder(); ++i) {
            client->loadOlder(room);
            time.settle();
        }
        for (int i = 0; i < 500 && gaps(lines()) > 0; ++i) {
            const auto gap =
                std::find_if(lines().rows().begin(), lines().rows().end(), [](const TimelineRow& row) { return row.kind == RowKind::Gap; });
            static_cast<void>(loadGap(gap->seq, i % 2 == 0 ? GapEnd::Upper : GapEnd::Lower));
        }
    }
    void loseConnection()
    {
        transport->refuseConnections = true;
        random = 1'000'000;
        transport->cut();
        time.settle();
    }
    void comeBack()
    {
        transport->refuseConnections = false;
        client->reconnectNow();
        time.settle();
    }
};

} // namespace confab::test
