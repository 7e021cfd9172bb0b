// Where one could go: rooms, people and commands, found by a few letters.
#pragma once

#include "shared/client/store/Store.h"

#include <QAbstractListModel>

namespace confab::client {

enum class SwitcherKind : quint8 {
    Room,
    Direct, ///< a conversation that is there: room and person are known
    Person, ///< somebody without one: choosing starts it
    Command,
};

/// A command as the switcher offers it. (The command table lives above this library.)
struct SwitcherCommand {
    QString name; ///< without slash
    QStringList aliases;
    QString hint; ///< what it takes and does
};

struct SwitcherRow {
    SwitcherKind kind = SwitcherKind::Room;
    QString label;
    QString hint; ///< "3 unread, 1 mention", else a topic, a unique name, what a command does; may be empty
    RoomId room;
    UserId person;
    QString command; ///< "/name ", to be finished in the input
    qint64 unread = 0;
    qint64 mentions = 0;

    bool operator==(const SwitcherRow&) const = default;
};

/// Queries: plain letters find rooms and people, "@…" people, "#…" rooms, ">…" commands. Nothing at all lists the rooms: direct messages
/// and mentions that wait, then what is unread, then those shown last, then the others by name; the room shown now comes last. Best first
/// (FuzzyQuery), in an order that is the same every time; at most mostRows. Rows change only with setQuery(), so that nothing moves under a
/// hand, but a room that goes takes its row along. Main thread.
class SwitcherModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        LabelRole = Qt::DisplayRole,
        HintRole = Qt::UserRole + 1,
        KindRole,     ///< int(SwitcherKind)
        RoomIdRole,   ///< qint64, 0 when there is none
        UserIdRole,   ///< qint64, 0 when there is none
        CommandRole,  ///< "/name "
        UnreadRole,   ///< qint64
        MentionsRole, ///< qint64
        LoudRole,     ///< bool: a mention or a direct message waits
        BadgeRole,    ///< qint64: what the pill of the room list says: mentions where there are some, else what is unread
    };
    static constexpr qsizetype mostRows = 50;
    static constexpr qsizetype mostRemembered = 200;

    /// `store` outlives it.
    explicit SwitcherModel(Store& store, QObject* parent = nullptr);
    /// With the commands of a CommandTable.
    template <typename Table>
    requires requires(const Table& table) { table.all().size(); }
    SwitcherModel(Store& store, const Table& table, QObject* parent = nullptr)
        : SwitcherModel(store, parent)
    {
        QList<SwitcherCommand> commands;
        for (const auto& one : table.all())
            commands.append({one.name, one.aliases, one.summary});
        setCommands(commands);
    }

    void setCommands(const QList<SwitcherCommand>& commands);
    /// A room came into view; it is the current one from now on.
    void noteShown(RoomId room);

    /// Looks anew, also when the query is the same.
    void setQuery(const QString& query);
    const QString& query() const { return m_query; }

    /// Requires 0 <= row < rowCount().
    const SwitcherRow& row(int row) const { return m_rows.at(row); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    /// A row that could be shown, with everything it is found by.
    struct Offer {
        SwitcherRow row;
        QStringList folded; // the label first
        int attention = 0;  // 0: mention or direct message waits, 1: unread, 2: neither
        qint64 lastTs = 0;
    };

    void removeRoom(RoomId room);
    void gather();
    Offer offerOf(const Room& room) const;
    Offer offerOf(const protocol::User& person) const;
    int recency(RoomId room) const;
    QList<SwitcherRow> found() const;

    Store& m_store;
    QList<Offer> m_offers; // rooms and people
    QList<Offer> m_commands;
    bool m_isStale = true;
    QList<RoomId> m_shown; // newest first
    QString m_query;
    QList<SwitcherRow> m_rows;
};

} // namespace confab::client
