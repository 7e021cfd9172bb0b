// One account on one server: what both front ends talk to. Wires connection, outbox, cache and store; has no pixels.
#pragma once

#include "shared/client/outbox/Outbox.h"
#include "shared/client/session/Questions.h"
#include "shared/client/session/GapEnd.h"
#include "shared/client/session/Session.h"
#include "shared/client/store/Store.h"
#include "shared/client/trust/SecretStore.h"

#include <QPointer>

#include <memory>

namespace confab::client {

struct ClientOptions {
    QUrl url;             ///< ws://host:port/v1/ws
    QString account = {}; ///< unique name whose token is used; empty: taken from the first sign-in
    QString dataDir = {}; ///< this program's cache and outbox of this account (made 0700); empty: in memory only
    protocol::DeviceAbout device = {};
    protocol::ClientAbout about = {};
    protocol::Encoding encoding = protocol::Encoding::Cbor;
    QString knownServers = {};      ///< the file where a sign-in is remembered, see KnownServers; empty: nowhere
    Scheduler* scheduler = nullptr; ///< tests move time by hand; must outlive the client. Null: the event loop's timers
    Backoff::Random random = {};    ///< for reconnect delays; empty: the system's
};

struct PostOptions {
    std::optional<Seq> replyTo = {};
    bool action = false;
};

/// Main thread. All callbacks and signals come on it, never from inside the call that caused them, except outbox and store signals of
/// post/edit/remove.
class Client : public QObject {
    Q_OBJECT
public:
    /// `clock` and `secrets` must outlive the client.
    Client(
        ClientOptions options, const Clock& clock, std::unique_ptr<Transport> transport, SecretStore& secrets, QObject* parent = nullptr);
    ~Client() override;

    // ---- life of the connection ----
    /// Opens the cache (rooms and timelines are readable at once, offline), then signs in with the stored token; Stopped{NeedsSignIn} when
    /// there is none.
    void start();
    /// signedIn or signInFailed follows. The token a server gives is stored under (server, name, program); the password is kept nowhere.
    void signIn(const Credentials& credentials);
    /// Clean close. What waits stays in the outbox; everything is on disk when it returns.
    void stop();
    /// Does not wait for the next attempt. Also leaves Stopped, with the credentials there were.
    void reconnectNow();
    /// Removes the stored token, then stops. The cache stays.
    void signOut(std::function<void(Result<Done>)> done = {});
    ConnectionState state() const;
    /// What the server said of itself on this or the last connection.
    const std::optional<protocol::Hello>& hello() const;
    const ClientOptions& options() const { return m_options; }

    Store& store() { return *m_store; }
    const Store& store() const { return *m_store; }
    Outbox& outbox() { return *m_outbox; }

    // ---- durable intentions: saved on disk before they are shown or sent ----
    ClientId post(RoomId room, const QString& text, const PostOptions& options = {});
    ClientId edit(RoomId room, Seq of, const QString& text);
    ClientId remove(RoomId room, Seq of);
    void retry(const ClientId& c) { m_outbox->retry(c); }
    void discard(const ClientId& c) { m_outbox->discard(c); }

    // ---- requests with an answer ----
    /// `done` runs exactly once, later. Plain requests fail with Unavailable when the link is lost or not there. Durable ones wait for the
    /// link and are repeated with the same `c` until answered; they fail with Unavailable only when the client stops. Gone clients call
    /// nothing.
    template <typename M>
    void request(const M& message, std::function<void(Result<typename M::Reply>)> done);

    // ---- state that follows the person ----
    /// The room that is shown now: its rows are loaded, its members are asked when stale, it comes first at the next attach.
    void openRoom(RoomId room);
    /// Rows before the oldest that the store has: from the cache, else from the server. Does nothing while such a page is under way.
    void loadOlder(RoomId room);
    bool isLoadingOlder(RoomId room) const;
    /// Which lines are on the screen now (by seq, both ends included): to be called at every scroll and drawing, it costs nothing. From the
    /// first call on the shown room keeps Timeline::maxShownRows in memory: those around what is looked at and the newest ones, with gap
    /// rows where lines were let go of. Nothing is let go of from inside the call, and nothing is ever let go of in the cache.
    void lookAt(RoomId room, Seq from, Seq to);
    /// Fills the gap row that begins at this seq from one of its ends with one page: from the cache, else from the server. `done` runs
    /// once, later: Unavailable when the cache lacks the lines and there is no connection, NoSuchMessage when there is no such gap (any
    /// more).
    void loadGap(RoomId room, Seq gapFrom, GapEnd end, std::function<void(Result<Done>)> done = {});
    bool isLoadingGap(RoomId room, Seq gapFrom) const;
    /// Sees to it that the row of an old line exists, with a page around it and gap rows where lines between are not loaded; does not move
    /// any marker. `done` runs once, later: NoSuchMessage when there is no such line. The front end then shows it and says so by lookAt().
    void openAt(RoomId room, Seq seq, std::function<void(Result<Done>)> done = {});
    void refreshMembers(RoomId room);
    void markRead(RoomId room, Seq seq);
    void setDraft(RoomId room, const QString& text);
    void setTyping(RoomId room, bool on);
    void setPresence(protocol::PresenceState state, const std::optional<QString>& status = std::nullopt);

Q_SIGNALS:
    void stateChanged();
    void signedIn(const confab::protocol::User& self);
    void signInFailed(const confab::Error& error);
    /// A line for the person from the server (NoticePush), or from this program (code "local.…": a cache set aside, a disk that refuses).
    void notice(confab::protocol::Severity level, const QString& text, const QString& code);
    /// Each new message of others as it happens live (not from catching up): what notifications are made from.
    void messageArrived(const confab::protocol::MessagePosted& message);

private:
    struct Parts;
    Questions& questions();
    Epoch epochOf(RoomId room) const;
    void openFiles();
    void adoptLeftovers();
    void connectSession();
    void connectOutbox();
    void useStoredToken();
    SecretKey secretKey() const;
    void onSignedIn(const protocol::Authenticate::Reply& reply);
    void onAttached(const QList<protocol::RoomState>& rooms, const QList<RoomId>& gone);
    void onOnline();
    void onOffline();
    void onPush(const protocol::AnyPush& push);
    void onSelf(const protocol::SelfPush& push);
    void onStopped();
    void apply(const protocol::AnyEvent& event, bool live);
    void resetRoom(RoomId room);
    void sendEntry(const OutboxEntry& entry, const Outbox::Answered& answered);
    void roomEntered(const protocol::RoomState& room);
    void roomWatched(const protocol::RoomState& room);
    void roomLeft(RoomId room);
    void warn(const QString& text, const QString& code);
    template <typename M>
    void learn(const M& message, const typename M::Reply& reply);

    ClientOptions m_options;
    std::unique_ptr<Parts> m_parts;
    Store* m_store = nullptr; // in m_parts, named here for the inline functions
    Outbox* m_outbox = nullptr;
};

/// What an answer tells about the person's own rooms is known to the store before the asker hears of it.
template <typename M>
void Client::learn(const M& message, const typename M::Reply& reply)
{
    if constexpr (std::is_same_v<M, protocol::WatchRoom>)
        roomWatched(reply.room);
    else if constexpr (std::is_same_v<typename M::Reply, protocol::RoomReply>)
        roomEntered(reply.room);
    else if constexpr (std::is_same_v<M, protocol::LeaveRoom> || std::is_same_v<M, protocol::UnwatchRoom>)
        roomLeft(message.room);
}

template <typename M>
void Client::request(const M& message, std::function<void(Result<typename M::Reply>)> done)
{
    auto take = [this, message, done = std::move(done)](const Result<typename M::Reply>& answer) {
        if (answer)
            learn(message, *answer);
        if (done)
            done(answer);
    };
    auto fail = [take](const Error& error) { take(error); };
    if constexpr (M::durable) {
        questions().untilAnswered(
            [message, take, c = ClientId::random()](
                Requests& requests, const std::function<void()>& answered, const std::function<void()>& lost) {
                requests.send(message, c,
                    std::function<void(Result<typename M::Reply>)>([take, answered](const Result<typename M::Reply>& answer) {
                        answered();
                        take(answer);
                    }),
                    lost);
            },
            fail);
    } else {
        questions().once(
            [message, take](
                Requests& requests) { requests.send(message, std::nullopt, std::function<void(Result<typename M::Reply>)>(take)); },
            fail);
    }
}

} // namespace confab::client
