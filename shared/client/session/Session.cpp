// From a closed pipe to an attached one, and back again after it broke.
#include "shared/client/session/Session.h"

#include "shared/base/Limits.h"
#include "shared/base/Log.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

constexpr qint64 connectWithinMs = 20'000;
constexpr qint64 answerWithinMs = 20'000;
constexpr qint64 silenceMs = 40'000;
constexpr qint64 pongWithinMs = 10'000;
constexpr qint64 settledMs = 30'000;
constexpr qint64 abuseWaitMs = 60'000;
constexpr qint64 sleepTickMs = 10'000;
constexpr qint64 sleptMs = 20'000;
constexpr qint64 defaultRetryMs = 2'000;
constexpr qint64 protocolVersion = 1;

} // namespace

Session::Session(SessionOptions options, const Clock& clock, Scheduler& scheduler, Transport& transport, Backoff backoff, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(clock)
    , m_transport(transport)
    , m_requests(scheduler, [this](const QByteArray& frame) { m_transport.send(frame); })
    , m_backoff(std::move(backoff))
    , m_retry(scheduler)
    , m_deadline(scheduler)
    , m_silence(scheduler)
    , m_settled(scheduler)
    , m_sleepWatch(scheduler)
{
    connect(&m_transport, &Transport::opened, this, &Session::onOpened);
    connect(&m_transport, &Transport::received, this, &Session::onReceived);
    connect(&m_transport, &Transport::alive, this, [this] { m_heardAtMs = m_clock.monotonicMs(); });
    connect(&m_transport, &Transport::closed, this, &Session::onClosed);
}

void Session::start(const Credentials& credentials)
{
    m_credentials = credentials;
    m_state.error = {};
    m_wallMs = m_clock.now().value();
    m_steadyMs = m_clock.monotonicMs();
    m_sleepWatch.start(sleepTickMs, [this] { watchForSleep(); });
    if (m_state.phase == ConnectionPhase::Online) {
        m_upgrading = true;
        authenticate();
        return;
    }
    if (m_open) {
        m_retryAtOnce = true;
        dropLink({});
    } else {
        connectNow();
    }
}

void Session::stop()
{
    m_sleepWatch.stop();
    const bool wasOpen = std::exchange(m_open, false);
    loseLink();
    m_requests.reset(Error{ErrorCode::Unavailable, tr("The connection was closed.")});
    if (wasOpen)
        m_transport.close(1000);
    m_state = {};
    setPhase(ConnectionPhase::Offline);
}

void Session::stopWith(StopReason why, const Error& error) { halt(why, error); }

void Session::reconnectNow()
{
    if (m_open) {
        m_retryAtOnce = true;
        dropLink({});
    } else {
        start(m_credentials);
    }
}

ConnectionState Session::state() const
{
    ConnectionState state = m_state;
    if (state.phase == ConnectionPhase::WaitingToRetry)
        state.msLeft = std::max<qint64>(0, m_retryAtMs - m_clock.monotonicMs());
    return state;
}

void Session::connectNow()
{
    m_retry.stop();
    m_byeDelayMs.reset();
    m_dropReason = {};
    m_retryAtOnce = false;
    m_upgrading = false;
    m_open = true;
    setPhase(ConnectionPhase::Connecting);
    within(connectWithinMs, tr("The server does not answer."));
    m_transport.open(m_options.url, m_options.encoding);
}

void Session::onOpened()
{
    if (!m_open)
        return;
    m_hello.reset();
    m_heardAtMs = m_clock.monotonicMs();
    m_requests.reset(Error{ErrorCode::Unavailable, tr("The connection was lost.")});
    m_requests.start(m_options.encoding);
}

void Session::onReceived(const QByteArray& frame)
{
    if (!m_open)
        return;
    m_heardAtMs = m_clock.monotonicMs();
    protocol::FrameReader reader(m_options.encoding, frame);
    while (m_open) {
        auto envelope = reader.next();
        if (envelope && !*envelope)
            return;
        const Result<Done> taken = envelope ? take(**envelope) : Result<Done>(envelope.error());
        if (!taken) {
            qCWarning(logClientSession) << "the server said something that cannot be read:" << forLog(taken.error().message);
            dropLink(Error{ErrorCode::BadFrame, tr("The server said something that this program cannot read.")});
            return;
        }
    }
}

Result<Done> Session::take(const protocol::RawEnvelope& envelope)
{
    if (envelope.reply) {
        m_requests.answered(envelope);
        return Done{};
    }
    if (envelope.type.is(protocol::envelope::event)) {
        TRY_VALUE(happened, protocol::decodeEvent(m_options.encoding, envelope.body));
        Q_EMIT event(happened);
        return Done{};
    }
    TRY_VALUE(said, protocol::decodePush(m_options.encoding, envelope));
    if (!said)
        return Done{};
    if (const auto* hello = std::get_if<protocol::Hello>(&*said))
        onHello(*hello);
    else if (const auto* bye = std::get_if<protocol::ByePush>(&*said))
        m_byeDelayMs = bye->delayMs;
    else
        Q_EMIT push(*said);
    return Done{};
}

void Session::onHello(const protocol::Hello& hello)
{
    if (m_state.phase != ConnectionPhase::Connecting)
        return;
    m_hello = hello;
    if (hello.proto != protocolVersion) {
        halt(StopReason::WrongProtocol, Error{ErrorCode::Unsupported, tr("The server speaks another version of the protocol.")});
        return;
    }
    m_requests.setLimits(hello.limits);
    m_pinging = false;
    m_silence.start(silenceMs, [this] { onSilence(); });
    authenticate();
}

void Session::authenticate()
{
    setPhase(ConnectionPhase::Authenticating);
    within(answerWithinMs, tr("The server does not answer."));
    protocol::Authenticate request;
    request.method = m_credentials.method;
    request.user = m_credentials.user;
    request.secret = m_credentials.secret;
    request.token = m_credentials.token;
    request.invite = m_credentials.invite;
    request.device = m_options.device;
    request.client = m_options.about;
    m_requests.send(
        request, std::nullopt, std::function([this](Result<protocol::Authenticate::Reply> reply) { onAuthenticated(reply); }), [] {});
}

void Session::onAuthenticated(const Result<protocol::Authenticate::Reply>& reply)
{
    m_deadline.stop();
    if (reply) {
        if (reply->token)
            m_credentials = Credentials{.method = protocol::AuthMethod::Token, .token = reply->token};
        m_settled.start(settledMs, [this] { m_backoff.reset(); });
        m_upgrading = false;
        Q_EMIT signedIn(*reply);
        if (m_state.phase == ConnectionPhase::Authenticating)
            attachPage(std::nullopt);
        return;
    }
    const Error error = reply.error();
    if (m_upgrading) {
        // The connection goes on as who it was.
        m_upgrading = false;
        setPhase(ConnectionPhase::Online);
        Q_EMIT signInFailed(error);
        return;
    }
    if (isPassing(error.code)) {
        m_byeDelayMs.reset();
        m_dropReason = error;
        dropLink(error);
        return;
    }
    const bool ended = error.code == ErrorCode::Revoked || error.code == ErrorCode::TokenExpired;
    halt(ended ? StopReason::Revoked : StopReason::AuthFailed, error);
    Q_EMIT signInFailed(error);
}

void Session::attachPage(std::optional<qint64> cursor)
{
    if (m_state.phase != ConnectionPhase::Attaching)
        setPhase(ConnectionPhase::Attaching);
    if (!cursor) {
        m_attach = m_wishes ? m_wishes() : AttachWishes{};
        std::sort(
            m_attach.have.begin(), m_attach.have.end(), [](const protocol::Have& a, const protocol::Have& b) { return a.room < b.room; });
    }
    within(answerWithinMs, tr("The server does not answer."));
    protocol::Attach request;
    // Pages go by rising room id, and the cursor is the last room told.
    const RoomId told(cursor.value_or(0));
    const auto next =
        std::find_if(m_attach.have.begin(), m_attach.have.end(), [told](const protocol::Have& one) { return one.room > told; });
    request.have = m_attach.have.mid(next - m_attach.have.begin(), limits::attachRooms);
    request.cursor = cursor;
    request.focus = m_attach.focus;
    request.presence = m_attach.presence;
    m_requests.send(
        request, std::nullopt, std::function([this, cursor](Result<protocol::Attach::Reply> reply) { onAttached(cursor, reply); }), [] {});
}

void Session::onAttached(std::optional<qint64> cursor, const Result<protocol::Attach::Reply>& reply)
{
    m_deadline.stop();
    if (!reply) {
        const Error error = reply.error();
        if (isPassing(error.code))
            m_retry.start(error.retryMs.value_or(defaultRetryMs), [this, cursor] { attachPage(cursor); });
        else
            dropLink(error);
        return;
    }
    m_attached = true;
    Q_EMIT attached(reply->rooms, reply->gone);
    if (m_state.phase != ConnectionPhase::Attaching)
        return;
    if (reply->cursor) {
        attachPage(reply->cursor);
        return;
    }
    m_state.error = {};
    setPhase(ConnectionPhase::Online);
    Q_EMIT online(reply->self);
}

void Session::onClosed(int code, const QString& reason)
{
    if (!std::exchange(m_open, false))
        return;
    qCInfo(logClientSession) << "connection closed:" << code << forLog(reason);
    const QString words = !m_dropReason.message.isEmpty() ? m_dropReason.message
        : !reason.isEmpty()                               ? reason
                                                          : tr("The connection was lost.");
    m_state.error = Error{m_dropReason.message.isEmpty() ? ErrorCode::Unavailable : m_dropReason.code, words};
    const std::optional<qint64> named = std::exchange(m_dropReason, {}).retryMs;
    loseLink();
    m_requests.reset(Error{ErrorCode::Unavailable, tr("The connection was lost.")});
    switch (code) {
    case 4001:
        halt(StopReason::WrongProtocol, Error{ErrorCode::Unsupported, words});
        return;
    case 4004:
        halt(StopReason::AuthFailed, Error{ErrorCode::AuthFailed, words});
        return;
    case 4006:
        halt(StopReason::Revoked, Error{ErrorCode::Revoked, words});
        return;
    default:
        break;
    }
    if (m_retryAtOnce)
        connectNow();
    else if (code == 4029)
        retryAfter(abuseWaitMs + m_backoff.nextDelayMs());
    else if (m_byeDelayMs)
        retryAfter(m_backoff.spread(*m_byeDelayMs));
    else
        retryAfter(std::max(named.value_or(0), m_backoff.nextDelayMs()));
}

void Session::setPhase(ConnectionPhase phase)
{
    m_state.phase = phase;
    if (phase != ConnectionPhase::Stopped)
        m_state.why = StopReason::None;
    Q_EMIT stateChanged();
}

void Session::within(qint64 ms, const QString& what)
{
    m_deadline.start(ms, [this, what] { dropLink(Error{ErrorCode::Unavailable, what}); });
}

void Session::dropLink(const Error& why)
{
    m_dropReason = why;
    m_deadline.stop();
    m_transport.abort();
}

/// The timers of a link, and the word that it is gone.
void Session::loseLink()
{
    m_deadline.stop();
    m_retry.stop();
    m_silence.stop();
    m_settled.stop();
    m_pinging = false;
    if (std::exchange(m_attached, false))
        Q_EMIT offline();
}

void Session::retryAfter(qint64 delayMs)
{
    m_retryAtMs = m_clock.monotonicMs() + delayMs;
    m_retry.start(delayMs, [this] { connectNow(); });
    setPhase(ConnectionPhase::WaitingToRetry);
}

void Session::halt(StopReason why, const Error& error)
{
    m_sleepWatch.stop();
    const bool wasOpen = std::exchange(m_open, false);
    loseLink();
    m_requests.reset(error);
    if (wasOpen)
        m_transport.close(1000);
    m_state.why = why;
    m_state.error = error;
    m_state.phase = ConnectionPhase::Stopped;
    Q_EMIT stateChanged();
}

void Session::onSilence()
{
    const qint64 quietMs = m_clock.monotonicMs() - m_heardAtMs;
    if (m_pinging && quietMs >= silenceMs) {
        dropLink(Error{ErrorCode::Unavailable, tr("The connection went silent.")});
        return;
    }
    m_pinging = quietMs >= silenceMs;
    if (m_pinging)
        m_requests.send(protocol::Ping{}, std::nullopt, std::function([](Result<protocol::Ping::Reply>) {}), [] {});
    m_silence.start(m_pinging ? pongWithinMs : silenceMs - quietMs, [this] { onSilence(); });
}

/// The wall clock runs on while the machine sleeps, the steady one does not: after sleep the link is taken for dead.
void Session::watchForSleep()
{
    const qint64 wallMs = m_clock.now().value();
    const qint64 steadyMs = m_clock.monotonicMs();
    const bool slept = (wallMs - m_wallMs) - (steadyMs - m_steadyMs) > sleptMs;
    m_wallMs = wallMs;
    m_steadyMs = steadyMs;
    m_sleepWatch.start(sleepTickMs, [this] { watchForSleep(); });
    if (!slept)
        return;
    qCInfo(logClientSession) << "the machine was asleep; connecting again";
    m_backoff.reset();
    reconnectNow();
}

} // namespace confab::client
