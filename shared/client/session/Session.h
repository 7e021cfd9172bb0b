// The life of the connection: hello, sign in, attach, stay awake, come back. Hands on what it hears; decides nothing about rooms.
#pragma once

#include "shared/base/Clock.h"
#include "shared/client/session/Backoff.h"
#include "shared/client/session/ConnectionState.h"
#include "shared/client/session/Requests.h"
#include "shared/client/transport/Transport.h"

#include <QObject>

namespace confab::client {

struct SessionOptions {
    QUrl url;
    protocol::Encoding encoding = protocol::Encoding::Cbor;
    protocol::DeviceAbout device;
    protocol::ClientAbout about;
};

/// What the session asks of its owner at each attach.
struct AttachWishes {
    QList<protocol::Have> have; ///< any number, any order; the session sends them page by page
    std::optional<RoomId> focus;
    protocol::PresenceState presence = protocol::PresenceState::Online;
};

/// Main thread. Never gives up by itself except where StopReason says so.
class Session : public QObject {
    Q_OBJECT
public:
    Session(
        SessionOptions options, const Clock& clock, Scheduler& scheduler, Transport& transport, Backoff backoff, QObject* parent = nullptr);

    void setWishes(std::function<AttachWishes()> wishes) { m_wishes = std::move(wishes); }
    /// Connects (again) and signs in with these from now on. A second call upgrades a live guest or anonymous connection in place.
    void start(const Credentials& credentials);
    void stop();
    /// Stops for good with a reason of the owner's (no token stored, address refused).
    void stopWith(StopReason why, const Error& error);
    void reconnectNow();

    ConnectionState state() const;
    const std::optional<protocol::Hello>& hello() const { return m_hello; }
    Requests& requests() { return m_requests; }

Q_SIGNALS:
    void stateChanged();
    void signedIn(const confab::protocol::Authenticate::Reply& reply);
    /// auth was refused; the session is stopped.
    void signInFailed(const confab::Error& error);
    /// One page of attach. `gone`: rooms of `have` that are no longer ours.
    void attached(const QList<confab::protocol::RoomState>& rooms, const QList<confab::RoomId>& gone);
    /// All pages are there: requests may go out.
    void online(const confab::protocol::User& self);
    /// The link was lost after any part of an attach.
    void offline();
    void event(const confab::protocol::AnyEvent& event);
    void push(const confab::protocol::AnyPush& push);

private:
    void connectNow();
    void onOpened();
    void onReceived(const QByteArray& frame);
    void onClosed(int code, const QString& reason);
    Result<Done> take(const protocol::RawEnvelope& envelope);
    void onHello(const protocol::Hello& hello);
    void authenticate();
    void onAuthenticated(const Result<protocol::Authenticate::Reply>& reply);
    void attachPage(std::optional<qint64> cursor);
    void onAttached(std::optional<qint64> cursor, const Result<protocol::Attach::Reply>& reply);
    void setPhase(ConnectionPhase phase);
    void within(qint64 ms, const QString& what);
    void dropLink(const Error& why);
    void loseLink();
    void retryAfter(qint64 delayMs);
    void halt(StopReason why, const Error& error);
    void onSilence();
    void watchForSleep();

    SessionOptions m_options;
    const Clock& m_clock;
    Transport& m_transport;
    Requests m_requests;
    Backoff m_backoff;
    std::function<AttachWishes()> m_wishes;
    Credentials m_credentials;
    ConnectionState m_state;
    std::optional<protocol::Hello> m_hello;
    AttachWishes m_attach;
    Error m_dropReason;      ///< why we ended the link ourselves
    bool m_open = false;     ///< the transport was told to open and has not closed
    bool m_attached = false; ///< this link has brought at least one page
    bool m_upgrading = false;
    bool m_retryAtOnce = false;
    std::optional<qint64> m_byeDelayMs;
    qint64 m_retryAtMs = 0;
    qint64 m_heardAtMs = 0;
    bool m_pinging = false;
    qint64 m_wallMs = 0;
    qint64 m_steadyMs = 0;
    Delay m_retry;
    Delay m_deadline;
    Delay m_silence;
    Delay m_settled;
    Delay m_sleepWatch;
};

} // namespace confab::client
