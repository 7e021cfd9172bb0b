// What a timeline shows as one thing after the other: lines of the room, bursts of joins and leaves as one, and local lines between.
#pragma once

#include "shared/client/models/TimelineModel.h"

#include <QList>
#include <QString>

#include <optional>

namespace confab::tui {

/// A line for this person alone: what a command answered. It stands behind the line that was the newest when it was printed.
struct LocalLine {
    qint64 id = 0; // rising
    Seq after;
    TimeMs ts;
    protocol::Severity severity = protocol::Severity::Info;
    QString text; // safe to draw, may hold newlines
};

/// Rows first..last of the model, or a local line.
struct TimelineItem {
    int first = 0;
    int last = 0;
    int local = -1; // index into the local lines
    bool isBelowLocal = false; // rows: a local line stands directly above, so it must be said anew whose they are

    bool isLocal() const { return local >= 0; }
    bool operator==(const TimelineItem&) const = default;
};

/// Walks the items of one room. Cheap to make; valid until the model or the local lines change.
class TimelineItems {
public:
    TimelineItems(const client::TimelineModel& model, const QList<LocalLine>& locals);

    std::optional<TimelineItem> first() const { return next(Place{}); }
    std::optional<TimelineItem> last() const { return previous(Place{m_model.rowCount(), int(m_slots.size())}); }
    std::optional<TimelineItem> before(const TimelineItem& item) const { return previous(startOf(item)); }
    std::optional<TimelineItem> after(const TimelineItem& item) const { return next(endOf(item)); }
    /// The item a row or a local line is part of.
    std::optional<TimelineItem> ofRow(int row) const;
    std::optional<TimelineItem> ofLocal(qint64 id) const;

private:
    /// Between two items: so many rows and local lines lie before it.
    struct Place {
        int rows = 0;
        int locals = 0;
    };

    Place startOf(const TimelineItem& item) const;
    Place endOf(const TimelineItem& item) const;
    std::optional<TimelineItem> next(Place place) const;
    std::optional<TimelineItem> previous(Place place) const;
    bool isComingAndGoing(int row) const;
    bool joinsPrevious(int row) const;
    /// How many local lines have fewer rows before them than this.
    int localsBelow(int slot) const;

    const client::TimelineModel& m_model;
    const QList<LocalLine>& m_locals;
    QList<int> m_slots; // for each local line the number of rows before it
};

} // namespace confab::tui
