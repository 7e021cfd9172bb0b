// A connection's life on its gateway thread: phases, deadlines, writing and closing. Reading requests is in ConnectionInput.cpp.
#include "server/gateway/ConnectionInput.h"
#include "server/gateway/Fetch.h"

#include "shared/base/Log.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace confab::server {

Connection::Connection(ConnectionId id, std::shared_ptr<Socket> socket, const QString& address, ConnectionHost& host)
    : m_id(id), m_queue(protocol::Encoding::Json, host.shared().options.outQueue), m_host(host), m_socket(std::move(socket))
    , m_address(address)
{
}

Connection::~Connection()
{
    m_socket->abandon();
}

qint64 Connection::now() const
{
    return m_host.shared().clock.monotonicMs();
}

void Connection::start()
{
    const GatewayShared& shared = m_host.shared();
    m_socket->setEvents(this);
    const auto current = shared.current();
    // A proxy speaks for many; its clients are counted by the address it forwards.
    if (!current->trustedProxies.contains(m_address)) {
        if (!m_host.shared().addresses.enterFrom(m_address, current->maxConnectionsPerAddress)) {
            add(m_host.counters().refusedByCap);
            finish(0);
            return;
        }
        m_countedAddress = true;
    }
    m_deadline = now() + shared.options.deadlines.headMs;
    m_socket->readHead();
}

// ---- HTTP ----

void Connection::headRead(HttpHeadReader::State state)
{
    m_partialSince = 0;
    switch (state) {
    case HttpHeadReader::State::TooLarge: sendPage({431, "text/plain; charset=utf-8", "The request's head is too large.\n"}, false); return;
    case HttpHeadReader::State::HasBody: sendPage({413, "text/plain; charset=utf-8", "Bodies are not taken here.\n"}, false); return;
    case HttpHeadReader::State::Malformed: sendPage({400, "text/plain; charset=utf-8", "This is no HTTP request.\n"}, false); return;
    case HttpHeadReader::State::NeedMore:
    case HttpHeadReader::State::Done: break;
    }
    if (!believeForwardedAddress()) {
        add(m_host.counters().refusedByCap);
        sendPage({429, "text/plain; charset=utf-8", "Too many connections from this address.\n"}, false);
        return;
    }
    const Admission admission = admit(m_socket->head(), m_host.shared().current()->origins, m_host.shared().pages);
    if (!admission.upgrade) {
        sendPage(admission.page, m_socket->head().keepAlive && !m_socket->head().isUpgrade);
        return;
    }
    m_encoding = *admission.upgrade;
    m_queue = OutQueue(m_encoding, m_host.shared().options.outQueue);
    m_phase = Phase::Upgrading;
    m_deadline = now() + m_host.shared().options.deadlines.headMs;
    m_socket->upgrade(m_encoding);
}

bool Connection::believeForwardedAddress()
{
    if (m_countedAddress)
        return true;
    if (const auto forwarded = forwardedAddress(m_socket->head()))
        m_address = *forwarded;
    m_countedAddress = m_host.shared().addresses.enterFrom(m_address, m_host.shared().current()->maxConnectionsPerAddress);
    return m_countedAddress;
}

void Connection::sendPage(const HttpPage& page, bool keepAlive)
{
    add(m_host.counters().pagesServed);
    m_phase = Phase::Page;
    m_keepAlive = keepAlive;
    m_deadline = now() + m_host.shared().options.deadlines.headMs;
    m_socket->sendPage(httpResponse(page, keepAlive, m_socket->head().method == "HEAD"));
}

void Connection::pageSent(bool ok)
{
    if (!ok) {
        finish(0);
        return;
    }
    if (!m_keepAlive) {
        m_deadline = now() + m_host.shared().options.deadlines.closeMs;
        m_socket->lingerHttp();
        return;
    }
    m_phase = Phase::Head;
    m_deadline = now() + m_host.shared().options.deadlines.headMs;
    m_socket->readHead();
}

// ---- WebSocket: open, write, close ----

void Connection::upgraded(bool ok)
{
    if (!ok) {
        finish(0);
        return;
    }
    const GatewayDeadlines& deadlines = m_host.shared().options.deadlines;
    const qint64 at = now();
    m_phase = Phase::Open;
    m_deadline = 0;
    m_partialSince = 0;
    m_authDeadline = at + deadlines.authMs;
    m_lastByte = at;
    schedulePing(at);
    add(m_host.counters().webSockets);
    m_announced = true;
    m_host.shared().core->offer(ConnectionOpened{m_id, m_encoding, m_address});
    m_queue.addPush(DeliveryClass::A, {}, {}, WaitingEnvelope(m_host.shared().hello(m_encoding)));
    flush();
    readInput();
}

void Connection::schedulePing(qint64 nowMs)
{
    // Spread by a fifth, so that connections of one moment do not stay in step.
    const qint64 ping = m_host.shared().options.deadlines.pingMs;
    m_nextPing = nowMs + ping * 4 / 5 + QRandomGenerator::global()->bounded(int(ping * 2 / 5) + 1);
}

void Connection::bytesRead(qint64 bytes)
{
    add(m_host.counters().bytesIn, bytes);
    m_lastByte = now();
    if (m_partialSince == 0)
        m_partialSince = m_lastByte;
}

void Connection::bytesWritten(qint64 bytes)
{
    add(m_host.counters().bytesOut, bytes);
    if (m_pending)
        m_lastProgress = now();
}

void Connection::addReply(const QByteArray& bytes)
{
    if (m_phase == Phase::Open)
        m_queue.addReply(bytes);
}

void Connection::addPush(DeliveryClass deliveryClass, RoomId room, Seq seq, const WaitingEnvelope& envelope)
{
    if (m_phase != Phase::Open)
        return;
    switch (m_queue.addPush(deliveryClass, room, seq, envelope)) {
    case OutQueue::Taken::Queued: break;
    case OutQueue::Taken::Withheld: add(m_host.counters().withheldEvents); break;
    case OutQueue::Taken::Dropped:
        add(deliveryClass == DeliveryClass::C ? m_host.counters().droppedTyping : m_host.counters().droppedPresence);
        break;
    }
}

void Connection::resume(RoomId room, Seq upto)
{
    if (m_phase == Phase::Open)
        m_queue.resume(room, upto);
}

void Connection::identify(UserId user)
{
    m_user = user;
    m_authDeadline = 0;
}

void Connection::flush()
{
    while (mayWrite() && !m_queue.isEmpty()) {
        if (!writeQueued())
            return;
    }
    if (m_phase == Phase::Closing && mayWrite()) {
        m_closeSent = true;
        m_socket->close(m_closeCode, *m_closeReason);
    }
}

void Connection::fetchForPush() const
{
    constexpr std::size_t upToTheQueuesEnd = 256;
    fetchLines(this, upToTheQueuesEnd);
}

void Connection::fetchForFlush(std::size_t step) const
{
    if (step == 0)
        fetchForPush();
    else if (step == 1)
        fetchLines(m_socket.get(), sizeof(void*) * 8);
    else
        m_socket->fetchForWrite(step - 2);
}

bool Connection::mayWrite()
{
    if (m_phase == Phase::Open && m_queue.overflows())
        refuse(4008, u"too slow: more than %1 bytes waited"_s.arg(m_host.shared().options.outQueue.close));
    return (m_phase == Phase::Open || m_phase == Phase::Closing) && !m_queue.isWriting() && !m_closeSent;
}

/// False when the rest has to wait or the connection is over.
bool Connection::writeQueued()
{
    WirePieces frames;
    m_queue.take(m_host.frames(), frames);
    add(m_host.counters().framesOut, m_queue.messagesTaken());
    add(m_host.counters().envelopesOut, m_queue.envelopesTaken());
    switch (m_socket->write(std::span(frames.cbegin(), frames.cend()))) {
    case Sent::Done: takeWritten(); return true;
    case Sent::Pending:
        m_pending = true;
        m_lastProgress = now();
        return false;
    case Sent::Failed: written(false); return false;
    }
    return false;
}

void Connection::takeWritten()
{
    const int answers = m_queue.written();
    for (const RoomId room : m_queue.takeStaleRooms())
        m_host.shared().core->offer(PresenceStale{m_id, room});
    if (answers == 0)
        return;
    m_inFlight = std::max(0, m_inFlight - answers);
    readInput();
}

void Connection::written(bool ok)
{
    m_pending = false;
    if (!ok) {
        finish(m_closeCode != 0 ? m_closeCode : 1006);
        return;
    }
    takeWritten();
    flush();
}

void Connection::leave(quint16 code, const QString& reason, const QByteArray& farewell)
{
    if (m_phase != Phase::Open)
        return;
    if (!farewell.isEmpty())
        m_queue.addPush(DeliveryClass::A, {}, {}, WaitingEnvelope(farewell));
    beginClosing(code, reason);
}

void Connection::refuse(quint16 code, const QString& reason)
{
    if (m_phase != Phase::Open)
        return;
    m_queue.clear();
    beginClosing(code, reason);
}

void Connection::beginClosing(quint16 code, const QString& reason)
{
    m_phase = Phase::Closing;
    m_closeCode = code;
    m_closeReason = std::make_unique<QByteArray>(reason.toUtf8());
    m_deadline = now() + m_host.shared().options.deadlines.closeMs;
    m_input.reset();
    signOff();
    flush();
}

void Connection::closed()
{
    finish(m_closeCode);
}

void Connection::lingering()
{
    if (m_phase == Phase::Open)
        m_deadline = now() + m_host.shared().options.deadlines.closeMs;
}

void Connection::readEnded(quint16 closeCode)
{
    m_reading = false;
    if (m_phase == Phase::Open)
        finish(closeCode == 0 ? 1006 : closeCode);
    else if (m_phase != Phase::Closing || !m_closeSent)
        finish(m_closeCode);
    // Otherwise the closing handshake has read the peer's answer itself and tells when it is over.
}

void Connection::signOff()
{
    m_host.unsubscribeAll(*this);
    if (!std::exchange(m_announced, false))
        return;
    m_host.shared().core->offer(ConnectionClosed{m_id});
}

void Connection::finish(int closeCode)
{
    if (m_phase == Phase::Gone)
        return;
    const bool wasWebSocket = m_phase == Phase::Open || m_phase == Phase::Closing;
    m_phase = Phase::Gone;
    if (wasWebSocket) {
        add(m_host.counters().webSockets, -1);
        m_host.counters().countClose(closeCode);
    }
    signOff();
    if (m_countedAddress)
        m_host.shared().addresses.leaveFrom(m_address);
    m_socket->abandon();
    m_host.finished(*this);
}

// ---- deadlines ----

void Connection::tick(qint64 nowMs)
{
    switch (m_phase) {
    case Phase::Head:
    case Phase::Page:
    case Phase::Upgrading:
        if (nowMs >= m_deadline)
            finish(0);
        break;
    case Phase::Open: tickOpen(nowMs); break;
    case Phase::Closing:
        if (nowMs >= m_deadline)
            finish(m_closeCode);
        break;
    case Phase::Gone: break;
    }
}

void Connection::tickOpen(qint64 nowMs)
{
    const GatewayDeadlines& deadlines = m_host.shared().options.deadlines;
    m_queue.trim();
    if (!m_socket->isMidMessage())
        m_partialSince = 0;
    if (m_deadline != 0) {
        if (nowMs >= m_deadline)
            m_socket->cut();
        return;
    }
    if (m_authDeadline != 0 && nowMs >= m_authDeadline) {
        leave(4003, u"no auth in time"_s, {});
    } else if (m_queue.isWriting() && nowMs - m_lastProgress >= deadlines.stallMs) {
        refuse(4008, u"too slow: nothing was read for a while"_s);
    } else if (m_reading && m_partialSince != 0 && nowMs - m_partialSince >= deadlines.frameMs) {
        refuse(4009, u"a message took too long to arrive"_s);
    } else if (m_reading && nowMs - m_lastByte >= deadlines.idleMs) {
        refuse(4009, u"nothing was heard for a while"_s);
    } else if (nowMs >= m_nextPing) {
        schedulePing(nowMs);
        m_socket->ping();
    }
}

} // namespace confab::server
