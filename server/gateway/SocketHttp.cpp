// The HTTP half of a socket: heads in, pages out.
#include "server/gateway/SocketStreams.h"

#include <boost/asio/write.hpp>

namespace confab::server {

void Socket::readHead()
{
    constexpr qsizetype chunk = 2048;
    if (m_head.isFresh())
        m_head = HttpHeadReader();
    if (m_used > 0) {
        // A request that came together with the one before it.
        const QByteArray early = m_inbound.first(std::exchange(m_used, 0));
        asio::post(m_streams->raw->get_executor(), [self = shared_from_this(), early] {
            self->m_inbound = early;
            self->onHead(std::size_t(early.size()), false);
        });
        return;
    }
    m_inbound.resize(chunk);
    m_streams->raw->async_read_some(asio::buffer(m_inbound.data(), std::size_t(m_inbound.size())),
        [self = shared_from_this()](error_code error, std::size_t bytes) { self->onHead(bytes, bool(error)); });
}

void Socket::onHead(std::size_t bytes, bool failed)
{
    if (!m_events)
        return;
    if (failed) {
        m_events->readEnded(0);
        return;
    }
    const auto state = m_head.feed(QByteArrayView(m_inbound).first(qsizetype(bytes)));
    if (state == HttpHeadReader::State::NeedMore) {
        readHead();
        return;
    }
    m_inbound = m_head.takeRest();
    m_used = m_inbound.size();
    m_events->headRead(state);
}

void Socket::sendPage(const QByteArray& response)
{
    m_outbound = response;
    asio::async_write(*m_streams->raw, asio::const_buffer(m_outbound.constData(), std::size_t(m_outbound.size())),
        [self = shared_from_this()](error_code error, std::size_t) {
            self->m_outbound = {};
            if (self->m_events)
                self->m_events->pageSent(!error);
        });
}

void Socket::lingerHttp()
{
    linger(m_streams->raw->out().transport(), IoHandler([self = shared_from_this()](error_code, std::size_t) {
        if (self->m_events)
            self->m_events->readEnded(0);
    }));
}

} // namespace confab::server
