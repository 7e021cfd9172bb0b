// What this program knows about one account, on disk: rooms, folded timeline rows, read markers, drafts. Readable without a server.
#pragma once

#include "shared/base/Result.h"
#include "shared/client/session/Scheduler.h"
#include "shared/protocol/messages/Session.h"

#include <map>
#include <memory>
#include <set>

namespace confab::client {

class LocalDatabase;

/// Up to where a room's log was followed without a hole.
struct RoomPosition {
    Epoch epoch;
    Seq have;      ///< everything up to here is applied
    TimeMs ts;     ///< of the event `have`
    Seq staleFrom; ///< 0, or: rows at or below it may lack later edits and deletions until room.changes was asked
};

struct CachedRoom {
    protocol::RoomState state; ///< without ev, gap, reset
    RoomPosition position;
    Seq wantedRead;                     ///< a marker the server has not confirmed; 0 when there is none
    std::optional<QString> unsentDraft; ///< a draft the server has not confirmed
};

/// A page of folded rows, oldest first, and whether the cache can go on from there.
struct CachedPage {
    QList<protocol::HistoryItem> items;
    bool reachesStart = false; ///< nothing older exists on the server either
    Seq from;                  ///< every line of [from, to] is in it; 0: the cache knows nothing of the place
    Seq to;
};

/// One SQLite file (WAL). Everything told in one turn of the event loop is written in one transaction, rows together with the position that
/// covers them, so that a crash leaves an older state but never a hole. A failing disk turns the cache off with one message; the client
/// goes on without it. Main thread.
class Cache {
public:
    explicit Cache(Scheduler& scheduler);
    ~Cache();

    /// An empty name keeps everything in memory. A file that is damaged or was written by a newer program is renamed and a fresh one is
    /// made; the result then carries the new name of the old file.
    Result<std::optional<QString>> open(const QString& file);
    /// Called once when the disk refuses; the text is for people.
    void onTrouble(std::function<void(const QString&)> call) { m_onTrouble = std::move(call); }

    // ---- whose it is ----
    /// True when the file was empty or is of this server and person; otherwise everything is erased and false comes back.
    bool claim(const QString& serverId, const protocol::User& self, protocol::ServerRole role);
    /// Everything goes: the session was revoked.
    void erase();
    std::optional<protocol::User> self() const;
    protocol::ServerRole role() const;
    QString serverId() const;

    // ---- reading ----
    QList<CachedRoom> rooms() const;
    /// The newest rows, or those before `before`, from one stretch without holes; empty when the cache has none.
    CachedPage page(RoomId room, std::optional<Seq> before, int limit) const;
    /// The rows that follow `after`, from one stretch without holes.
    CachedPage pageAfter(RoomId room, Seq after, int limit) const;
    const CachedRoom* room(RoomId room) const;
    QList<protocol::User> people() const;

    // ---- writing ----
    void putRoom(const protocol::RoomState& state);
    /// The room and all that belongs to it: membership ended.
    void removeRoom(RoomId room);
    /// The rows of a room: its log is another one now.
    void resetRoom(RoomId room);
    /// One contiguous event: its row, or the change it makes to an older row.
    void apply(const protocol::AnyEvent& event);
    void setPosition(RoomId room, const RoomPosition& position);
    /// Folded rows that cover the log from `from` to `to` without a hole. `atStart`: nothing older exists.
    void putPage(RoomId room, const QList<protocol::HistoryItem>& items, Seq from, Seq to, bool atStart);
    /// Newer states of single rows (room.changes); rows that are not cached are passed over.
    void putChanges(RoomId room, const QList<protocol::HistoryItem>& items);
    /// Retention took everything up to `seq`.
    void dropUpTo(RoomId room, Seq seq);
    /// The marker and the counts that go with it.
    void setRead(const protocol::ReadMark& mark);
    void setWantedRead(RoomId room, Seq seq);
    void setDraft(RoomId room, const QString& text);
    void setUnsentDraft(RoomId room, const std::optional<QString>& text);
    void putPeople(const QList<protocol::User>& people);
    /// Writes now what waits for the end of the turn.
    void commit();

private:
    /// Seqs whose lines are all cached; `first` 0 means: from the very beginning.
    struct Span {
        qint64 first = 0;
        qint64 last = 0;
    };
    struct Kept {
        CachedRoom room;
        std::optional<Span> tail; ///< the span that live events extend
    };

    Result<Done> load();
    Kept* find(RoomId room);
    void touch(RoomId room);
    void write(const Result<Done>& done);
    bool startWriting();
    Result<Done> applyToItems(const protocol::AnyEvent& event);
    Result<Done> changeItem(RoomId room, Seq of, const protocol::AnyEvent& change);
    Result<Done> putItem(RoomId room, const protocol::HistoryItem& item, bool onlyIfThere);
    Result<std::optional<protocol::HistoryItem>> item(RoomId room, Seq seq);
    std::optional<Span> spanAt(RoomId room, qint64 seq) const;
    void startTail(RoomId room, Kept& kept, qint64 seq);
    void endTail(RoomId room, Kept& kept);
    Result<Done> coverSpan(RoomId room, Span span);
    Result<Done> saveRoom(RoomId room);
    Result<Done> eraseRows(RoomId room);
    void fail(const Error& error);

    Delay m_turn;
    std::unique_ptr<LocalDatabase> m_db; ///< null: the cache is off, memory only for this run
    std::function<void(const QString&)> m_onTrouble;
    std::map<RoomId, Kept> m_rooms;
    std::set<RoomId> m_dirty;
    std::optional<protocol::User> m_self;
    protocol::ServerRole m_role = protocol::ServerRole::Member;
    QString m_serverId;
    bool m_writing = false;
    bool m_erased = false; ///< something was deleted: the log file is emptied too
};

} // namespace confab::client
