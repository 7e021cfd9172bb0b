// Frames and heads by hand (RFC 6455, RFC 9112).
#include "tests/support/RawClient.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QtEndian>

#include <sys/socket.h>

namespace confab::test {

bool RawClient::connectTo(quint16 port, int receiveBuffer)
{
    if (receiveBuffer > 0) {
        m_socket.bind(QHostAddress(QHostAddress::LocalHost));
        const int size = receiveBuffer;
        setsockopt(int(m_socket.socketDescriptor()), SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
        m_socket.setReadBufferSize(receiveBuffer);
    }
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    return m_socket.waitForConnected(5000);
}

void RawClient::send(const QByteArray& bytes)
{
    m_socket.write(bytes);
    while (m_socket.bytesToWrite() > 0 && m_socket.waitForBytesWritten(1000)) { }
}

QByteArray RawClient::readUntil(const QByteArray& end, int limitMs)
{
    QElapsedTimer waited;
    waited.start();
    while (!m_buffer.contains(end)) {
        const qint64 left = limitMs - waited.elapsed();
        if (left <= 0 || (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(int(left))))
            return std::exchange(m_buffer, {});
        m_buffer += m_socket.readAll();
    }
    const qsizetype size = m_buffer.indexOf(end) + end.size();
    const QByteArray found = m_buffer.first(size);
    m_buffer.remove(0, size);
    return found;
}

int RawClient::readStatus(int limitMs)
{
    head = readUntil("\r\n\r\n", limitMs);
    return head.startsWith("HTTP/1.1 ") ? head.mid(9, 3).toInt() : 0;
}

int RawClient::request(const QByteArray& path, const QByteArray& method, const QByteArray& moreLines)
{
    send(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\n" + moreLines + "\r\n");
    const int status = readStatus();
    body.clear();
    const qsizetype at = head.indexOf("Content-Length: ");
    if (at >= 0 && method != "HEAD") {
        const qsizetype size = head.mid(at + 16, head.indexOf('\r', at) - at - 16).toInt();
        if (fill(size, 5000)) {
            body = m_buffer.first(size);
            m_buffer.remove(0, size);
        }
    }
    return status;
}

QByteArray RawClient::upgradeHead(const QByteArray& subprotocols, const QByteArray& moreLines, const QByteArray& path)
{
    QByteArray request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + moreLines;
    if (!subprotocols.isEmpty())
        request += "Sec-WebSocket-Protocol: " + subprotocols + "\r\n";
    return request + "\r\n";
}

int RawClient::upgrade(const QByteArray& subprotocols, const QByteArray& moreLines, const QByteArray& path)
{
    send(upgradeHead(subprotocols, moreLines, path));
    return readStatus();
}

QByteArray RawClient::frameHead(int opcode, quint64 length, bool fin)
{
    QByteArray out;
    out += char((fin ? 0x80 : 0) | opcode);
    if (length < 126) {
        out += char(0x80 | int(length));
    } else if (length < 65536) {
        out += char(0x80 | 126);
        out.resize(4);
        qToBigEndian(quint16(length), out.data() + 2);
    } else {
        out += char(0x80 | 127);
        out.resize(10);
        qToBigEndian(length, out.data() + 2);
    }
    return out + QByteArray::fromHex("01020304");   // the mask
}

QByteArray RawClient::frame(int opcode, const QByteArray& payload, bool fin)
{
    QByteArray masked = payload;
    for (qsizetype i = 0; i < masked.size(); ++i)
        masked[i] = char(masked[i] ^ char(1 + i % 4));
    return frameHead(opcode, quint64(payload.size()), fin) + masked;
}

bool RawClient::fill(qsizetype size, int limitMs)
{
    QElapsedTimer waited;
    waited.start();
    while (m_buffer.size() < size) {
        const qint64 left = limitMs - waited.elapsed();
        if (m_socket.bytesAvailable() == 0 && (left <= 0 || !m_socket.waitForReadyRead(int(left)))) {
            if (m_socket.bytesAvailable() == 0)
                return false;
        }
        m_buffer += m_socket.readAll();
    }
    return true;
}

std::optional<RawFrame> RawClient::readFrame(int limitMs)
{
    if (!fill(2, limitMs))
        return std::nullopt;
    qsizetype at = 2;
    quint64 length = quint8(m_buffer[1]) & 0x7f;
    if (length >= 126) {
        at = length == 126 ? 4 : 10;
        if (!fill(at, limitMs))
            return std::nullopt;
        length = length == 126 ? qFromBigEndian<quint16>(m_buffer.constData() + 2) : qFromBigEndian<quint64>(m_buffer.constData() + 2);
    }
    if (!fill(at + qsizetype(length), limitMs))
        return std::nullopt;
    RawFrame one{m_buffer[0] & 0x0f, (m_buffer[0] & 0x80) != 0, m_buffer.mid(at, qsizetype(length))};
    m_buffer.remove(0, at + qsizetype(length));
    return one;
}

std::optional<RawFrame> RawClient::readMessage(int limitMs)
{
    while (auto one = readFrame(limitMs)) {
        if (one->opcode == text || one->opcode == binary)
            return one;
        if (one->opcode == closing)
            return std::nullopt;
    }
    return std::nullopt;
}

int RawClient::readCloseCode(int limitMs)
{
    QElapsedTimer waited;
    waited.start();
    while (auto one = readFrame(std::max(1, limitMs - int(waited.elapsed())))) {
        if (one->opcode == closing)
            return one->payload.size() >= 2 ? qFromBigEndian<quint16>(one->payload.constData()) : 1005;
    }
    return m_socket.state() == QAbstractSocket::ConnectedState ? 0 : 1006;
}

bool RawClient::waitForEnd(int limitMs)
{
    QElapsedTimer waited;
    waited.start();
    while (m_socket.state() == QAbstractSocket::ConnectedState && waited.elapsed() < limitMs) {
        m_socket.waitForReadyRead(std::max(1, limitMs - int(waited.elapsed())));
        m_buffer += m_socket.readAll();
    }
    return m_socket.state() != QAbstractSocket::ConnectedState;
}

} // namespace confab::test
