// One accepted socket as its connection sees it: HTTP heads first, then WebSocket messages. No Beast or Asio in this header.
#pragma once

#include "server/gateway/HttpHead.h"
#include "server/gateway/TransportWatch.h"
#include "shared/protocol/Wire.h"

#include <QByteArray>

#include <memory>
#include <span>

namespace confab::server {

class WriteFifo;

/// Done: the kernel has all of it. Pending: the rest follows by itself. Failed: the stream is broken.
enum class Sent : quint8 { Done, Pending, Failed };

/// What happens on a socket. All calls on its thread; but for bytesWritten never inside a call to the Socket.
class SocketEvents {
public:
    virtual ~SocketEvents() = default;
    virtual void bytesRead(qint64 bytes) = 0;
    virtual void bytesWritten(qint64 bytes) = 0;
    virtual void headRead(HttpHeadReader::State state) = 0;
    virtual void pageSent(bool ok) = 0;
    virtual void upgraded(bool ok) = 0;
    /// A whole message, of the right or the wrong kind for the encoding.
    virtual void messageRead(const QByteArray& message, bool isText) = 0;
    /// A message announced or sent more than the limit.
    virtual void messageTooBig() = 0;
    /// Nothing more will be read; `closeCode` is the one exchanged, 0 when the stream just ended.
    virtual void readEnded(quint16 closeCode) = 0;
    /// What write() left pending has gone, or never will.
    virtual void written(bool ok) = 0;
    /// A client broke the rules of WebSocket or closes: Beast has sent the close frame and waits for the end of the stream.
    virtual void lingering() = 0;
    /// The closing handshake is over.
    virtual void closed() = 0;
};

/// Lives as long as its pending operations. At most one read and one write at a time.
class Socket final : public std::enable_shared_from_this<Socket>, private TransportWatch {
public:
    struct Streams;

    Socket(std::unique_ptr<Streams> streams, qint64 maxMessageBytes);
    ~Socket() override;

    void setEvents(SocketEvents* events) { m_events = events; }
    /// No event comes after this; the socket is closed.
    void abandon();

    // HTTP
    void readHead();
    const HttpHead& head() const { return m_head.head(); }
    void sendPage(const QByteArray& response);
    /// After the last page: `readEnded` follows when the peer has closed too.
    void lingerHttp();
    void upgrade(protocol::Encoding encoding);

    // WebSocket
    void readMessage();
    /// Sends whole frames (see WireFrame.h) past Beast. `written` follows only when this says Pending, and only then must another
    /// write wait for it. Behind a close frame they go nowhere and count as done: the end is told otherwise.
    Sent write(std::span<const QByteArray> frames);
    /// Asks the processor for the memory that write() will touch: step 0, then step 1 some time later.
    void fetchForWrite(std::size_t step) const;
    void ping();
    /// Starts the closing handshake; `closed` follows, or nothing when the peer is gone: the caller has a deadline.
    void close(quint16 code, const QByteArray& reason);

    /// Ends the stream now; `readEnded` and the like follow.
    void cut();
    /// Bytes of an unfinished frame or message have arrived.
    bool isMidMessage() const { return m_partial; }

private:
    void bytesCame(std::size_t bytes) override;
    void bytesLeft(std::size_t bytes) override;
    void beginsLingering() override;
    void onHead(std::size_t bytes, bool failed);
    void onMessagePart(std::size_t bytes, int closeCode);

    SocketEvents* m_events = nullptr;
    WriteFifo& m_out;                   ///< of m_streams, without the way through Beast
    std::unique_ptr<Streams> m_streams;
    HttpHeadReader m_head;
    QByteArray m_inbound;
    qsizetype m_used = 0;
    QByteArray m_outbound;
    qint64 m_maxMessageBytes;
    bool m_partial = false;
    bool m_pinging = false;
};

} // namespace confab::server
