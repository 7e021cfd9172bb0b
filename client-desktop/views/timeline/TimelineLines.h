// What the timeline shows as rows: the lines of a room with local lines between, each with everything its drawing depends on.
#pragma once

#include "client-desktop/views/timeline/RowKey.h"
#include "shared/client/models/TimelineModel.h"

#include <QHash>

namespace confab::desktop {

/// All that one row's looks depend on, besides width, font and colours. Equal contents look the same.
struct RowContent {
    client::TimelineRow row;
    bool isLocal = false;     ///< for this person alone
    bool isHidden = false;    ///< told by the row above it: takes no space
    bool startsGroup = false; ///< name, time and disc are shown
    bool isFirstUnread = false;
    bool isExpanded = false; ///< a long message shown whole
    QString day;             ///< "Today" when it starts a day
    QString sentence;        ///< what is said when nobody speaks: joins, topics, the server
    QString quoteName;       ///< of the message that is answered; empty when it is not loaded
    QString quoteText;

    bool operator==(const RowContent&) const = default;
};

/// Rows are counted with local lines in their places. Signals come after the change; one change of the store may take several, which put
/// together lead from the rows as they were to the rows as they are. Main thread.
class TimelineLines final : public QObject {
    Q_OBJECT
public:
    static constexpr int localLinesKept = 200; ///< per room

    explicit TimelineLines(client::Store& store, QObject* parent = nullptr);

    client::TimelineModel& model() { return m_model; }
    const client::TimelineModel& model() const { return m_model; }
    RoomId room() const { return m_model.room(); }
    void setRoom(RoomId room);
    void addLocal(RoomId room, protocol::Severity severity, const QString& text);
    /// The line where reading goes on, as a row of the model; -1 for none.
    void setUnreadRow(int modelRow);
    void setExpanded(const RowKey& key);

    int count() const { return m_model.rowCount() + int(m_slots.size()); }
    /// The line; requires 0 <= row < count().
    const client::TimelineRow& line(int row) const;
    bool isLocal(int row) const { return place(row).local >= 0; }
    RowKey keyOf(int row) const;
    /// The row of a line, or -1.
    int rowOf(const RowKey& key) const;
    int rowOfModel(int modelRow) const;
    /// Where a line would stand that is not there: the first row behind it; count() when there is none.
    int rowAfter(Seq seq) const;
    RowContent content(int row) const;

Q_SIGNALS:
    void inserted(int first, int last);
    void removed(int first, int last);
    void changed(int first, int last);
    void aboutToBeReset();
    void wasReset();

private:
    struct Local {
        qint64 id = 0; // rising
        Seq after;     // the newest line when it was printed
        client::TimelineRow row;
    };
    struct Place {
        int model = 0;
        int local = -1; // index into the local lines
    };

    struct Piece {
        int first = 0;
        int last = 0;
    };

    Place place(int row) const;
    const QList<Local>& locals() const;
    QList<int> findSlots() const;
    void connectModel();
    QList<Piece> pieces(int first, int last) const;
    void rowsInserted(int first, int last);
    void rowsRemoved(int first, int last);
    void tellRunAround(int modelRow);
    bool joinsPrevious(int modelRow) const;
    int runHead(int modelRow) const;
    int runEnd(int modelRow) const;
    QString runSentence(int modelRow) const;
    void fillQuote(RowContent& content) const;

    client::Store& m_store;
    client::TimelineModel m_model;
    QHash<RoomId, QList<Local>> m_locals;
    QList<Local> m_noLocals; // stays empty
    QList<int> m_slots;      // for each local line the number of model rows above it
    QHash<RoomId, QList<RowKey>> m_expanded;
    qint64 m_lastLocal = 0;
    int m_unreadRow = -1;
    QList<Piece> m_going; // between the model's two signals of a removal
};

} // namespace confab::desktop
