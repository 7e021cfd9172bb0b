// Every hop takes one turn, as it would on a wire.
#include "tests/support/FakeTransport.h"

namespace confab::test {

FakeTransport::FakeTransport(FakeServer& server, FakeTime& time, QObject* parent)
    : Transport(parent)
    , m_server(server)
    , m_time(time)
    , m_end(*this)
{
}

FakeTransport::~FakeTransport()
{
    unlink();
    ++m_link;
}

void FakeTransport::open(const QUrl&, protocol::Encoding wanted)
{
    unlink();
    const quint64 link = ++m_link;
    ++opens;
    m_open = true;
    m_end.encoding = wanted;
    m_time.after(0, [this, link] {
        if (link != m_link || !m_open)
            return;
        if (refuseConnections) {
            m_open = false;
            Q_EMIT closed(client::closedWithoutCode, QStringLiteral("Connection refused"));
            return;
        }
        m_linked = true;
        Q_EMIT opened();
        m_server.join(&m_end);
    });
}

void FakeTransport::send(const QByteArray& frame)
{
    const quint64 link = m_link;
    if (!m_linked)
        return;
    m_time.after(0, [this, link, frame] {
        if (link == m_link && m_linked)
            m_server.take(&m_end, frame);
    });
}

void FakeTransport::close(int code)
{
    closes.append(code);
    endLater(code, {});
}

void FakeTransport::abort() { endLater(client::closedWithoutCode, {}); }

void FakeTransport::cut() { endLater(client::closedWithoutCode, {}); }

void FakeTransport::toClient(const QByteArray& frame)
{
    const quint64 link = m_link;
    m_time.after(0, [this, link, frame] {
        if (link == m_link && m_linked)
            Q_EMIT received(frame);
    });
}

void FakeTransport::closeFromServer(int code, const QString& reason)
{
    // Behind the frames that are on their way.
    const quint64 link = m_link;
    m_time.after(0, [this, link, code, reason] {
        if (link != m_link || !m_linked)
            return;
        unlink();
        m_open = false;
        Q_EMIT closed(code, reason);
    });
}

void FakeTransport::endLater(int code, const QString& reason)
{
    unlink();
    if (!m_open)
        return;
    m_open = false;
    const quint64 link = m_link;
    m_time.after(0, [this, link, code, reason] {
        if (link == m_link)
            Q_EMIT closed(code, reason);
    });
}

void FakeTransport::unlink()
{
    m_linked = false;
    m_end.attached = false;
    m_end.user = {};
    m_server.leave(&m_end);
}

} // namespace confab::test
