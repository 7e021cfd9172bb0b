// What every socket does, whatever it speaks: data frames out, bytes counted, the end.
#include "server/gateway/Fetch.h"
#include "server/gateway/SocketStreams.h"

namespace confab::server {

Sent Socket::write(std::span<const QByteArray> frames)
{
    const Sent sent = m_out.write(frames);
    if (sent == Sent::Pending) {
        m_out.afterLast(IoHandler([self = shared_from_this()](error_code error, std::size_t) {
            if (self->m_events)
                self->m_events->written(!error);
        }));
    }
    return sent;
}

void Socket::fetchForWrite(std::size_t step) const
{
    if (step == 0)
        fetchLines(&m_out, sizeof m_out);
    else
        fetchLines(&m_out.transport(), sizeof(void*) * 8);
}

void Socket::bytesCame(std::size_t bytes)
{
    m_partial = true;
    if (m_events)
        m_events->bytesRead(qint64(bytes));
}

void Socket::bytesLeft(std::size_t bytes)
{
    if (m_events)
        m_events->bytesWritten(qint64(bytes));
}

void Socket::beginsLingering()
{
    if (m_events)
        m_events->lingering();
}

void Socket::cut()
{
    m_out.close();
}

void Socket::abandon()
{
    m_events = nullptr;
    m_out.close();
}

} // namespace confab::server
