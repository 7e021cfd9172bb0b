// The picture of the server in memory that both clients draw; it changes only through the doors below.
#pragma once

#include "shared/client/store/MemberList.h"
#include "shared/client/store/Room.h"
#include "shared/client/store/Timeline.h"
#include "shared/client/text/Mentions.h"
#include "shared/protocol/messages/Session.h"

#include <QTimer>

#include <memory>

namespace confab::client {

enum class HistoryPlace : quint8 {
    Replace, ///< forget the loaded lines first
    Older,   ///< goes up to the oldest line that is loaded
    Newer,   ///< begins right after the newest loaded line
    Changes, ///< single lines that changed; only loaded ones are taken
    Span,    ///< every line of [from, upto], anywhere in the log
};

/// Folded lines of history or cache, oldest first.
struct HistoryPage {
    QList<protocol::HistoryItem> items;
    HistoryPlace place = HistoryPlace::Older;
    qint64 remaining = 0;   ///< Replace, Older: how many lines are older than this page
    Seq upto;               ///< Replace, Newer: everything up to here is folded in; Span: where it ends
    bool fromCache = false; ///< names in it may be old
    Seq from = {};          ///< Span: where it begins; 1: the room has no line before it
};

/// All text from outside is made safe here, once: what is read from the store can be drawn. Main thread.
class Store : public QObject {
    Q_OBJECT
public:
    explicit Store(const Clock& clock, QObject* parent = nullptr);
    ~Store() override;

    // ---- doors: called by the client core only ----

    void setSelf(const protocol::User& user, protocol::ServerRole role);
    /// A person as the server has them now; renames their lines.
    void putPerson(const protocol::User& user);
    /// As of its `head`; its `ev` is not read: feed the events to receive().
    void putRoom(const protocol::RoomState& state);
    void removeRoom(RoomId room);
    /// The room's log is another one now: drops its lines, keeps what is pending.
    void resetRoom(RoomId room);
    /// The next durable event of its room. Events of rooms that are not there are ignored.
    void receive(const protocol::AnyEvent& event);
    void putHistory(RoomId room, const HistoryPage& page);
    /// putHistory() is telling of a page right now: nobody may put the next one from inside.
    bool isTakingPage() const { return m_isTakingPage; }
    /// Lines in [from, to] are lost, or not loaded.
    void putGap(RoomId room, Seq from, Seq to);
    void putMembers(RoomId room, const protocol::ListMembers::Reply& reply);
    /// False: a push is missing, ask for the members again.
    [[nodiscard]] bool applyPresence(const protocol::PresencePush& push);
    void putTyping(const protocol::TypingPush& push);
    void setRead(const protocol::ReadMark& mark);
    void setDraft(RoomId room, const QString& text);
    /// A new or changed entry of the outbox. One whose event came already is ignored.
    void putPending(const Pending& pending);
    /// `seq` goes with Sent: the row stays until its event is there.
    void updatePending(const ClientId& c, PendingState state, const Error& error = {}, Seq seq = {});
    void removePending(const ClientId& c);
    /// While shown, a room keeps the lines around what is looked at, and all of them before lookAt() was called.
    void setShown(RoomId room, bool shown);
    /// Which lines are on the screen. False: there is nothing to trim.
    bool lookAt(RoomId room, Seq from, Seq to);
    /// Lets go of the rows that are far from what is looked at. Not from within a signal of the store.
    void trim(RoomId room);
    /// After the connection was lost: nobody types, member lists are stale.
    void forgetPresence();
    /// Forgets everything but pending rows (another account).
    void clear();

    // ---- reading ----

    /// Nothing when the room is not there; valid until the next door is used.
    const Room* room(RoomId room) const;
    /// By id.
    QList<RoomId> rooms() const;
    /// Lives as long as the store, also when the room goes and comes back.
    Timeline& timeline(RoomId room);
    const MemberList& members(RoomId room) const;
    /// Who is writing now, without oneself, longest first.
    QList<UserId> typing(RoomId room) const;
    const protocol::User& self() const { return m_self; }
    protocol::ServerRole selfRole() const { return m_selfRole; }
    /// Everybody heard of, by id.
    QList<protocol::User> people() const;
    std::optional<protocol::User> person(UserId person) const;
    /// The current display name, never empty.
    QString displayName(UserId person) const;
    /// When a person last said something in a room, as far as its lines were loaded; 0 when never.
    TimeMs lastSpoke(RoomId room, UserId person) const;
    /// What people read of a room: "#name", the title of a room without name, or the other person's name. Never empty.
    QString roomLabel(RoomId room) const;
    /// By name ("#" or "@" in front is fine), title or the other person's name; exact matches go before those that differ in case and
    /// accents. An id that is not valid when none or more than one matches.
    RoomId findRoom(QStringView name) const;
    RoomId directRoom(UserId person) const;
    /// By unique name, else by display name when only one has it; "@" in front is fine.
    std::optional<protocol::User> findPerson(QStringView name) const;
    const Clock& clock() const { return m_clock; }

    /// Drops typing marks whose time is over; runs by itself on a timer.
    void expireTyping();

Q_SIGNALS:
    void roomAdded(confab::RoomId room);
    void roomChanged(confab::RoomId room);
    void roomRemoved(confab::RoomId room);
    void rowsInserted(confab::RoomId room, int first, int last);
    void rowsChanged(confab::RoomId room, int first, int last);
    void rowsRemoved(confab::RoomId room, int first, int last);
    void timelineReset(confab::RoomId room);
    void membersChanged(confab::RoomId room);
    void typingChanged(confab::RoomId room);
    void unreadChanged(confab::RoomId room);
    void personChanged(confab::UserId person);
    void selfChanged();
    /// A message of somebody else, live: for notifications. Not for lines of history.
    void messageArrived(confab::RoomId room, confab::Seq seq);

private:
    struct Entry;

    Entry* find(RoomId room);
    const Entry* find(RoomId room) const;

    // One overload per durable event: a forgotten one does not compile.
    void apply(const protocol::MessagePosted& event);
    void apply(const protocol::MessageEdited& event);
    void apply(const protocol::MessageDeleted& event);
    void apply(const protocol::MembersJoined& event);
    void apply(const protocol::MembersLeft& event);
    void apply(const protocol::MemberRemoved& event);
    void apply(const protocol::TopicChanged& event);
    void apply(const protocol::RoomRenamed& event);
    void apply(const protocol::SystemLine& event);
    void apply(const protocol::UnknownEvent& event);

    /// Common to all events: names, head, time. Answers whether the room's numbers do not contain the event yet.
    bool begin(Entry& entry, const protocol::EventHead& head);
    TimelineRow rowOf(const protocol::AnyEvent& event);
    void fill(TimelineRow& row, const protocol::MessagePosted& event);
    void fill(TimelineRow& row, const protocol::MessageEdited& event);
    void fill(TimelineRow& row, const protocol::MessageDeleted& event);
    void fill(TimelineRow& row, const protocol::MembersJoined& event);
    void fill(TimelineRow& row, const protocol::MembersLeft& event);
    void fill(TimelineRow& row, const protocol::MemberRemoved& event);
    void fill(TimelineRow& row, const protocol::TopicChanged& event);
    void fill(TimelineRow& row, const protocol::RoomRenamed& event);
    void fill(TimelineRow& row, const protocol::SystemLine& event);
    void fill(TimelineRow& row, const protocol::UnknownEvent& event);
    QString names(const QList<protocol::User>& people);
    bool mentionsSelf(UserId by, const QString& text) const;

    void learn(const protocol::User& user, bool isCurrent);
    void learnName(UserId person, const QString& display, bool isCurrent);
    void showName(UserId person);
    void spoke(Entry& entry, UserId person, TimeMs ts);
    void recountUnread(Entry& entry);
    void setUnread(Entry& entry, qint64 unread, qint64 mentions);
    void learnPeople(const protocol::AnyEvent& event, bool isCurrent);
    void dropMembers(Entry& entry, const QList<protocol::User>& people);
    void stopTyping(Entry& entry, UserId person);
    void scheduleTyping();
    protocol::Member safeMember(const protocol::Member& member) const;

    const Clock& m_clock;
    protocol::User m_self;
    protocol::ServerRole m_selfRole = protocol::ServerRole::Anonymous;
    MentionFinder m_selfMentions{QStringList{}};
    std::map<UserId, protocol::User> m_people;
    std::map<RoomId, std::unique_ptr<Entry>> m_rooms;
    std::map<RoomId, std::unique_ptr<Timeline>> m_timelines;
    QHash<ClientId, RoomId> m_pendingRooms;
    QTimer m_typingTimer;
    bool m_isTakingPage = false;
};

} // namespace confab::client
