// A WebSocket and HTTP client made of bytes, for tests that need to send what no library would send.
#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpSocket>

#include <optional>

namespace confab::test {

struct RawFrame {
    int opcode = 0;
    bool fin = true;
    QByteArray payload;
};

/// Blocking, with limits in milliseconds; needs no event loop.
class RawClient {
public:
    static constexpr int text = 1;
    static constexpr int binary = 2;
    static constexpr int closing = 8;
    static constexpr int pinging = 9;

    /// `receiveBuffer` > 0 makes this a reader that takes little at a time.
    bool connectTo(quint16 port, int receiveBuffer = 0);
    /// Sends bytes as they are and waits until they are with the kernel, at most a second.
    void send(const QByteArray& bytes);
    /// Everything up to and including `end`, or what came within the limit.
    QByteArray readUntil(const QByteArray& end, int limitMs = 5000);
    /// Sends a GET (or `method`) and gives the status; 0 when there was no answer. The body is in `body`.
    int request(const QByteArray& path, const QByteArray& method = "GET", const QByteArray& moreLines = {});
    /// The head of an upgrade request.
    static QByteArray upgradeHead(const QByteArray& subprotocols, const QByteArray& moreLines = {}, const QByteArray& path = "/v1/ws");
    /// Upgrades; the HTTP status, 101 when it worked. `head` keeps the answer's head.
    int upgrade(const QByteArray& subprotocols, const QByteArray& moreLines = {}, const QByteArray& path = "/v1/ws");
    /// Reads the status of an answer whose request was sent by hand.
    int readStatus(int limitMs = 5000);

    static QByteArray frame(int opcode, const QByteArray& payload, bool fin = true);
    /// Only the head of a frame that announces `length` bytes.
    static QByteArray frameHead(int opcode, quint64 length, bool fin = true);
    void sendText(const QByteArray& payload) { send(frame(text, payload)); }

    /// The next frame of the server; nothing when it closes or the limit passes.
    std::optional<RawFrame> readFrame(int limitMs = 5000);
    /// The next text or binary frame, passing over pings.
    std::optional<RawFrame> readMessage(int limitMs = 5000);
    /// Reads on until the server's close frame; its code, 1006 when the stream ended without one, 0 when the limit passed.
    int readCloseCode(int limitMs = 5000);
    bool waitForEnd(int limitMs = 5000);

    QByteArray head;
    QByteArray body;

private:
    bool fill(qsizetype size, int limitMs);

    QTcpSocket m_socket;
    QByteArray m_buffer;
};

} // namespace confab::test
