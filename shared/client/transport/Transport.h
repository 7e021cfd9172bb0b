// The pipe to a server: whole frames in, whole frames out, and how it ended. Knows nothing of messages.
#pragma once

#include "shared/protocol/Wire.h"

#include <QObject>
#include <QUrl>

namespace confab::client {

/// What a pipe reports when it ended without a close code of the other side.
inline constexpr int closedWithoutCode = 1006;

/// One pipe at a time; may be opened again after `closed`. Main thread.
class Transport : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Starts connecting; `opened` or `closed` follows, never from inside this call. Ends whatever was open before, silently.
    virtual void open(const QUrl& url, protocol::Encoding encoding) = 0;
    /// One WebSocket message, at most maxSendBytes. Dropped unless open.
    virtual void send(const QByteArray& frame) = 0;
    /// Says goodbye with `code`; `closed` follows, never from inside this call.
    virtual void close(int code = 1000) = 0;
    /// For a link believed dead: no goodbye, no waiting; `closed` (closedWithoutCode) follows, never from inside this call.
    virtual void abort() = 0;
    /// Bytes handed to send() that the system has not taken yet.
    virtual qint64 backlog() const = 0;

    /// More than this would be cut into fragments by Qt (it fragments at 512 KiB); our server takes 64 KiB anyway.
    static constexpr qsizetype maxSendBytes = 512 * 1024;
    /// No frame of a server is larger than 256 KiB by contract; a hostile one does not fill the memory.
    static constexpr quint64 maxReceiveBytes = 1024 * 1024;

Q_SIGNALS:
    void opened();
    void received(const QByteArray& frame);
    /// A sign of life that is no message, such as a WebSocket pong.
    void alive();
    /// Exactly once after each open() unless another open() came first. `reason` is for people, may be empty.
    void closed(int code, const QString& reason);
    void backlogChanged(qint64 bytes);
};

} // namespace confab::client
