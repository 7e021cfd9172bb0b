// The lines of one room in memory: ordered by seq, edits and deletions folded in, pending lines at the end.
#pragma once

#include "shared/client/store/TimelineRow.h"

#include <QHash>
#include <QObject>

#include <map>

namespace confab::client {

/// An edit or deletion as it stands in the log.
struct LineChange {
    Seq of;
    Seq rev;
    bool deletes = false;
    QString text;    ///< safe
    QString rawText; ///< own messages only
    bool mentionsMe = false;
    std::optional<ClientId> c;
};

/// Owned and changed by the Store alone; views read and listen. Main thread.
/// Each change of rows is announced by one about-to signal and one done signal, as item models need them.
class Timeline : public QObject {
    Q_OBJECT
public:
    static constexpr int maxRows = 5000;       ///< kept in memory while not shown
    static constexpr int maxShownRows = 3000;  ///< kept while shown, once somebody said what they look at
    static constexpr int newestKept = 200;     ///< of them these always: live lines and the way back to the end take no time
    static constexpr int trimSlack = 250;      ///< trimmed in steps, not at every line
    static constexpr int maxRemembered = 2000; ///< changes of lines that are not loaded

    explicit Timeline(QObject* parent = nullptr);

    const QList<TimelineRow>& rows() const { return m_rows; }
    int size() const { return int(m_rows.size()); }
    bool isEmpty() const { return m_rows.isEmpty(); }
    /// Requires 0 <= row < size().
    const TimelineRow& at(int row) const { return m_rows.at(row); }
    /// How many rows at the end are pending posts.
    int pendingCount() const { return m_pending; }

    /// The row of a line, or -1.
    int indexOf(Seq seq) const;
    /// The row of a pending post, or -1.
    int indexOfPending(const ClientId& c) const;
    /// The first row with a seq above this one, or the number of rows that have a seq.
    int firstAfter(Seq seq) const;
    /// The n-th last line (1 = the last) somebody said and that is not deleted or pending; own lines only when asked. -1 when there is
    /// none, or lines are missing before it.
    int lastTalk(int nth, bool ownOnly) const;

    /// There are lines before the oldest one loaded.
    bool hasOlder() const { return m_hasOlder; }
    /// From here to upTo() every line is loaded or in exactly one gap row. Above upTo() when nothing is loaded.
    Seq start() const { return m_hasStart ? m_start : Seq{m_upTo.value() + 1}; }
    /// Every line from here to upTo() is loaded: no gap, nothing left out.
    Seq coveredFrom() const;
    /// The row of the gap that this seq lies in, or -1.
    int gapAt(Seq seq) const;
    /// Whether the line would be loaded if there were one: it lies neither in a gap nor outside start() and upTo().
    bool isCovered(Seq seq) const { return seq >= start() && seq <= m_upTo && gapAt(seq) < 0; }
    /// Somebody saw `seen`, but not all that came after `read`, because it lies in a gap between: a look into the past, no reading on.
    bool isPeek(Seq read, Seq seen) const;
    /// Everything up to here is folded in.
    Seq upTo() const { return m_upTo; }
    bool isShown() const { return m_shown; }

    // ---- doors, for the Store ----

    /// One line of the contiguous stream. A line that is there already and as new is ignored; the pending post with its `c` makes place for
    /// it.
    void append(TimelineRow row);
    /// Folds a change into its line; remembers it when the line is not loaded. Answers the row changed, or -1.
    int apply(const LineChange& change);
    /// Every line of [from, to] comes with the page that is merged next; 1 as `from`: there is none before it either. Gaps make place, and
    /// a new one is left where the page touches nothing.
    void cover(Seq from, Seq to);
    /// A page, oldest first. Lines that are there and as new are left alone.
    void merge(const QList<TimelineRow>& page);
    /// Everything up to here has been seen, lines or not.
    void advance(Seq seq);
    /// Forgets the lines up to a seq, pending posts stay. Changes that came later than `upTo` are remembered for a page that is older than
    /// they are.
    void forget(Seq upTo);
    /// Another log begins: forgets all lines and changes but what is pending.
    void restart();
    /// Lines up to `to` are missing; what is loaded already is not.
    void putGap(Seq from, Seq to);
    void putPending(const TimelineRow& row);
    void putPendingChange(Seq of, const PendingChange& change);
    /// False when `c` is not pending here.
    bool updatePending(const ClientId& c, PendingState state, const Error& error, Seq seq);
    bool removePending(const ClientId& c);
    void rename(UserId person, const QString& name);
    /// While shown, nothing is trimmed before lookAt() has said what is looked at.
    void setShown(bool shown);
    /// What is on the screen now: trimming leaves the lines around it alone. Trims nothing itself.
    void lookAt(Seq from, Seq to);
    bool isOverfull() const;
    /// Rows far from what is looked at go: the oldest ones, and those between it and the newest, which become a gap row.
    void trim();

Q_SIGNALS:
    void rowsAboutToBeInserted(int first, int last);
    void rowsInserted(int first, int last);
    void rowsAboutToBeRemoved(int first, int last);
    void rowsRemoved(int first, int last);
    void rowsChanged(int first, int last);
    void aboutToBeReset();
    void wasReset();
    void hasOlderChanged();

private:
    struct Change {
        Seq of;
        PendingChange change;
        Seq seq; // Sent: the event to wait for
    };

    int logSize() const { return size() - m_pending; }
    int newestGap() const;
    void insertGap(Seq from, Seq to);
    void closeGaps(Seq from, Seq to);
    void dropOldest(int count);
    void dropBetween(int first, int last);
    void trimShown();
    void insertRows(int at, const QList<TimelineRow>& rows);
    void removeRows(int first, int last);
    void place(TimelineRow row);
    void placeNew(TimelineRow row);
    void renew(int at, TimelineRow row);
    void complete(TimelineRow& row);
    static void fold(TimelineRow& row, const LineChange& change);
    void remember(const LineChange& change);
    int pendingFor(const TimelineRow& row) const;
    void settleChanges(Seq of, Seq rev, const std::optional<ClientId>& c);
    std::optional<PendingChange> changeOf(Seq of) const;
    void showChange(Seq of);
    void setHasOlder(bool hasOlder);

    QList<TimelineRow> m_rows;
    QHash<ClientId, Seq> m_seqOf;  // own lines by what they were sent as
    QHash<ClientId, Seq> m_sentAs; // answered posts whose event has not come
    QList<Change> m_changes;       // pending edits and deletions in outbox order
    std::map<Seq, LineChange> m_remembered;
    int m_pending = 0;
    int m_gaps = 0;
    Seq m_start; // the oldest section is complete from here
    Seq m_upTo;
    bool m_hasStart = false;
    bool m_hasOlder = true;
    bool m_shown = false;
    Seq m_lookFrom; // 0: nobody said
    Seq m_lookTo;
};

} // namespace confab::client
