// One connection from its first byte to its last: HTTP head, upgrade, requests in, envelopes out, deadlines, farewell.
#pragma once

#include "server/gateway/Counters.h"
#include "server/gateway/OutQueue.h"
#include "server/gateway/Shared.h"
#include "server/gateway/Socket.h"
#include "shared/protocol/Envelope.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace confab::server {

class Connection;

/// What a connection asks of the thread that owns it.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;
    virtual GatewayShared& shared() = 0;
    virtual GatewayCounters& counters() = 0;
    virtual SharedFrames& frames() = 0;
    /// The core's inbox is full: call retry() soon.
    virtual void stalled(Connection& connection) = 0;
    /// No longer hears rooms.
    virtual void unsubscribeAll(Connection& connection) = 0;
    /// Over; may be destroyed once the current call has returned to the event loop.
    virtual void finished(Connection& connection) = 0;
};

/// One thread. Nothing of it is virtual to the outside; the thread calls it with what the core says and at each tick.
class Connection final : private SocketEvents {
public:
    Connection(ConnectionId id, std::shared_ptr<Socket> socket, const QString& address, ConnectionHost& host);
    ~Connection() override;

    void start();

    ConnectionId id() const { return m_id; }
    UserId user() const { return m_user; }
    protocol::Encoding encoding() const { return m_encoding; }
    bool isOpen() const { return m_phase == Phase::Open; }
    std::vector<RoomId>& rooms() { return m_rooms; }

    // What the core says; nothing leaves before flush().
    void addReply(const QByteArray& bytes);
    void addPush(DeliveryClass deliveryClass, RoomId room, Seq seq, const WaitingEnvelope& envelope);
    void resume(RoomId room, Seq upto);
    void forget(RoomId room) { m_queue.forget(room); }
    void identify(UserId user);
    /// Sends what is queued and `farewell`, then closes.
    void leave(quint16 code, const QString& reason, const QByteArray& farewell);

    /// Writes what is queued as far as the socket takes it; the rest follows by itself.
    void flush();
    /// Ask the processor for the memory that addPush() and flush() will touch. The way to the socket is a chain of objects, so
    /// fetchForFlush is called with step 0, 1, … fetchSteps - 1 in turn, each some time after the one before.
    void fetchForPush() const;
    void fetchForFlush(std::size_t step) const;
    static constexpr std::size_t fetchSteps = 4;
    /// True the first time since untouch(): for the thread's list of connections to flush.
    bool touch() { return !std::exchange(m_touched, true); }
    void untouch() { m_touched = false; }
    /// Offers the waiting request to the core again.
    void retry();
    /// Looks at the deadlines.
    void tick(qint64 nowMs);

private:
    enum class Phase : quint8 { Head, Page, Upgrading, Open, Closing, Gone };
    struct Input;

    void bytesRead(qint64 bytes) override;
    void bytesWritten(qint64 bytes) override;
    void headRead(HttpHeadReader::State state) override;
    void pageSent(bool ok) override;
    void upgraded(bool ok) override;
    void messageRead(const QByteArray& message, bool isText) override;
    void messageTooBig() override;
    void readEnded(quint16 closeCode) override;
    void written(bool ok) override;
    void lingering() override;
    void closed() override;

    qint64 now() const;
    bool believeForwardedAddress();
    bool mayWrite();
    bool writeQueued();
    void takeWritten();
    void sendPage(const HttpPage& page, bool keepAlive);
    void readInput();
    bool takeNextEnvelope();
    bool mayTakeRequests() const;
    void addOwnReply(quint32 request, const Error& error);
    void tickOpen(qint64 nowMs);
    void schedulePing(qint64 nowMs);
    /// Closes without waiting for the queue.
    void refuse(quint16 code, const QString& reason);
    void beginClosing(quint16 code, const QString& reason);
    void signOff();
    void finish(int closeCode);

    // First what a room's event touches on its way out, so that it is a few cache lines.
    const ConnectionId m_id;
    UserId m_user;
    protocol::Encoding m_encoding = protocol::Encoding::Json;
    Phase m_phase = Phase::Head;
    bool m_touched = false;         ///< in the thread's list of this turn
    bool m_closeSent = false;
    bool m_pending = false;         ///< a write waits for the socket
    bool m_reading = false;
    OutQueue m_queue;
    ConnectionHost& m_host;
    std::shared_ptr<Socket> m_socket;
    QString m_address;
    std::unique_ptr<Input> m_input;
    std::vector<RoomId> m_rooms;
    std::unique_ptr<QByteArray> m_closeReason;
    qint64 m_deadline = 0;          ///< of the phases Head, Page, Upgrading, Closing; in Open: of lingering, or 0
    qint64 m_authDeadline = 0;      ///< 0: met
    qint64 m_lastByte = 0;
    qint64 m_partialSince = 0;      ///< 0: nothing half-read
    qint64 m_lastProgress = 0;      ///< of the write that waits
    qint64 m_nextPing = 0;
    int m_inFlight = 0;
    quint16 m_closeCode = 0;
    bool m_countedAddress = false;
    bool m_keepAlive = true;
    bool m_announced = false;       ///< the core knows it
};

} // namespace confab::server
