// The loop of the load generator.
#include "tests/bench/load/Crowd.h"

#include "tests/bench/load/Clocks.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace confab::bench {

namespace {

constexpr std::size_t bufferBytes = 1024 * 1024;
constexpr std::size_t stampDigits = 19;
constexpr std::size_t posterDigits = 6;

void appendPadded(std::string& out, qint64 value, std::size_t width)
{
    const std::string digits = std::to_string(value);
    out.append(width - std::min(width, digits.size()), '0').append(digits);
}

} // namespace

std::string stampedText(const Stamp& stamp, int length)
{
    std::string text;
    text.reserve(size_t(length));
    appendPadded(text, stamp.ns, stampDigits);
    appendPadded(text, stamp.poster, posterDigits);
    text += ' ';
    constexpr std::string_view filler = "the quick brown fox jumps over the lazy dog and ";
    while (text.size() < size_t(length))
        text.append(filler.substr(0, std::min(filler.size(), size_t(length) - text.size())));
    return text;
}

Stamp stampOf(std::string_view text)
{
    Stamp stamp;
    if (text.size() < stampDigits + posterDigits)
        return stamp;
    std::from_chars(text.data(), text.data() + stampDigits, stamp.ns);
    std::from_chars(text.data() + stampDigits, text.data() + stampDigits + posterDigits, stamp.poster);
    return stamp;
}

Crowd::Crowd(quint16 port, Dialect& dialect)
    : m_dialect(dialect)
    , m_port(port)
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_buffer(bufferBytes)
{
    m_now = nowNs();
}

Crowd::~Crowd()
{
    for (const auto& one : m_peers) {
        if (one->fd >= 0)
            close(one->fd);
    }
    close(m_epoll);
}

Peer& Crowd::add(const std::string& name, const std::string& token)
{
    auto made = std::make_unique<Peer>();
    made->index = size();
    made->name = name;
    made->token = token;
    m_peers.push_back(std::move(made));
    return *m_peers.back();
}

void Crowd::watch(Peer& peer, int operation)
{
    epoll_event event{};
    event.events = (peer.reads ? EPOLLIN : 0u) | (peer.waitsForRoom || peer.state == Peer::State::Connecting ? EPOLLOUT : 0u);
    event.data.ptr = &peer;
    epoll_ctl(m_epoll, operation, peer.fd, &event);
}

void Crowd::connect(Peer& peer)
{
    peer.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    peer.in.clear();
    peer.out.clear();
    peer.outstanding = 0;
    peer.waitsForRoom = false;
    peer.catchingUp = false;
    peer.state = Peer::State::Connecting;
    ++m_underWay;
    if (peer.fd < 0) {
        lose(peer);
        return;
    }
    const int yes = 1;
    setsockopt(peer.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int result = ::connect(peer.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    watch(peer, EPOLL_CTL_ADD);
    if (result != 0 && errno != EINPROGRESS)
        lose(peer);
}

void Crowd::drop(Peer& peer)
{
    if (peer.state == Peer::State::Idle || peer.state == Peer::State::Lost)
        return;
    if (peer.state == Peer::State::Ready)
        --m_ready;
    else
        --m_underWay;
    if (peer.fd >= 0)
        close(peer.fd);
    peer.fd = -1;
    peer.state = Peer::State::Idle;
}

void Crowd::stopReading(Peer& peer)
{
    peer.reads = false;
    watch(peer, EPOLL_CTL_MOD);
}

void Crowd::resumeReading(Peer& peer)
{
    if (std::exchange(peer.reads, true) || peer.fd < 0)
        return;
    watch(peer, EPOLL_CTL_MOD);
}

void Crowd::lose(Peer& peer)
{
    if (peer.state == Peer::State::Idle || peer.state == Peer::State::Lost)
        return;
    m_tally.turnedAway += peer.state == Peer::State::Upgrading || peer.state == Peer::State::Greeting ? 1 : 0;
    drop(peer);
    peer.state = Peer::State::Lost;
    ++m_tally.lost;
    if (on.lost)
        on.lost(peer);
}

void Crowd::ready(Peer& peer)
{
    if (peer.state == Peer::State::Ready)
        return;
    peer.state = Peer::State::Ready;
    --m_underWay;
    ++m_ready;
    if (on.ready)
        on.ready(peer);
}

void Crowd::send(Peer& peer, std::string_view payload)
{
    if (peer.fd < 0)
        return;
    appendMasked(peer.out, m_dialect.encoding() == protocol::Encoding::Json ? Opcode::Text : Opcode::Binary, payload);
    if (!std::exchange(peer.flushing, true))
        m_flushing.push_back(&peer);
}

void Crowd::flush(Peer& peer)
{
    peer.flushing = false;
    if (peer.fd < 0 || peer.out.empty())
        return;
    const ssize_t sent = ::send(peer.fd, peer.out.data(), peer.out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
        lose(peer);
        return;
    }
    peer.out.erase(0, size_t(std::max<ssize_t>(sent, 0)));
    const bool waits = !peer.out.empty();
    if (std::exchange(peer.waitsForRoom, waits) != waits)
        watch(peer, EPOLL_CTL_MOD);
    if (!waits && peer.out.capacity() > 4096)
        std::string().swap(peer.out);
}

void Crowd::turn(qint64 untilNs)
{
    for (std::size_t i = 0; i < m_flushing.size(); ++i)
        flush(*m_flushing[i]);
    m_flushing.clear();
    std::array<epoll_event, 512> events;
    const qint64 wait = std::max<qint64>(0, untilNs - nowNs());
    const timespec timeout{wait / nsPerSecond, wait % nsPerSecond};
    const int count = epoll_pwait2(m_epoll, events.data(), int(events.size()), &timeout, nullptr);
    m_now = nowNs();
    for (int i = 0; i < count; ++i) {
        Peer& peer = *static_cast<Peer*>(events[size_t(i)].data.ptr);
        if (peer.fd < 0)
            continue;
        if (peer.state == Peer::State::Connecting) {
            int error = 0;
            socklen_t size = sizeof error;
            getsockopt(peer.fd, SOL_SOCKET, SO_ERROR, &error, &size);
            if (error != 0) {
                lose(peer);
                continue;
            }
            peer.state = Peer::State::Upgrading;
            peer.out = upgradeRequest(m_dialect.path(), m_dialect.subprotocol());
            watch(peer, EPOLL_CTL_MOD);
            flush(peer);
            continue;
        }
        if (!peer.reads && (events[size_t(i)].events & (EPOLLHUP | EPOLLERR)))
            lose(peer);
        else if (events[size_t(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
            readFrom(peer);
        if (peer.fd >= 0 && (events[size_t(i)].events & EPOLLOUT))
            flush(peer);
    }
    for (std::size_t i = 0; i < m_flushing.size(); ++i)
        flush(*m_flushing[i]);
    m_flushing.clear();
}

bool Crowd::turnUntil(const std::function<bool()>& done, double limitSeconds)
{
    const qint64 limit = nowNs() + qint64(limitSeconds * double(nsPerSecond));
    while (!done()) {
        if (nowNs() >= limit)
            return false;
        turn(std::min(limit, nowNs() + nsPerSecond / 10));
    }
    return true;
}

void Crowd::readFrom(Peer& peer)
{
    const std::size_t kept = peer.in.size();
    if (kept > 0)
        std::ranges::copy(peer.in, m_buffer.begin());
    const ssize_t got = recv(peer.fd, m_buffer.data() + kept, m_buffer.size() - kept, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return;
    if (got <= 0) {
        lose(peer);
        return;
    }
    m_tally.bytes += got;
    if (peer.timed)
        m_now = nowNs();
    consume(peer, m_buffer.data(), kept + size_t(got));
}

void Crowd::consume(Peer& peer, char* bytes, std::size_t size)
{
    std::size_t used = 0;
    if (peer.state == Peer::State::Upgrading)
        used = takeAnswer(peer, {bytes, size});
    while (peer.fd >= 0 && peer.state != Peer::State::Upgrading && used < size) {
        const FrameSeen frame = frameAt(bytes + used, size - used);
        if (frame.size == 0)
            break;
        used += frame.size;
        takeFrame(peer, frame);
    }
    if (used < size && peer.fd >= 0)
        peer.in.assign(bytes + used, size - used);
    else if (!peer.in.empty())
        std::string().swap(peer.in);
}

std::size_t Crowd::takeAnswer(Peer& peer, std::string_view bytes)
{
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return 0;
    if (!bytes.starts_with("HTTP/1.1 101") || bytes.substr(0, end).find(upgradeAccept) == std::string_view::npos) {
        if (m_tally.firstRefusal.empty())
            m_tally.firstRefusal = bytes.substr(0, bytes.find('\r'));
        lose(peer);
        return bytes.size();
    }
    peer.state = Peer::State::Greeting;
    m_dialect.upgraded(*this, peer);
    return end + 4;
}

void Crowd::takeFrame(Peer& peer, const FrameSeen& frame)
{
    switch (frame.opcode) {
    case Opcode::Text:
    case Opcode::Binary:
        takeMessage(peer, frame.payload);
        break;
    case Opcode::Ping:
        appendMasked(peer.out, Opcode::Pong, frame.payload);
        if (!std::exchange(peer.flushing, true))
            m_flushing.push_back(&peer);
        break;
    case Opcode::Close:
        lose(peer);
        break;
    case Opcode::Pong:
    case Opcode::Continuation:
        break;
    }
}

void Crowd::takeMessage(Peer& peer, std::string_view payload)
{
    EnvelopeSeen seen;
    while (nextEnvelope(m_dialect.encoding(), payload, seen)) {
        if (seen.isEvent)
            count(peer, seen);
        else
            m_dialect.envelope(*this, peer, seen.whole);
        if (peer.fd < 0)
            return;
    }
    if (!payload.empty())
        m_dialect.envelope(*this, peer, payload);
}

void Crowd::count(Peer& peer, const EnvelopeSeen& seen, bool repaired)
{
    if (m_dialect.isNumbered()) {
        if (seen.room != peer.room) {
            ++m_tally.strays;
            return;
        }
        if (seen.seq <= peer.seq) {
            m_tally.repeats += repaired ? 0 : 1;
            return;
        }
        if (seen.seq != peer.seq + 1) {
            ++m_tally.gaps;
            m_dialect.repair(*this, peer);
            return;
        }
        peer.seq = seen.seq;
    }
    if (!seen.isMessage)
        return;
    ++m_tally.messages;
    ++peer.messages;
    m_tally.caughtUp += repaired ? 1 : 0;
    if (peer.timed) {
        if (const qint64 due = stampOf(seen.text).ns; due >= m_timedFrom)
            m_latency.add(m_now - due);
    }
    if (peer.hearsEchoes)
        noteAnswer(peer, seen);
}

void Crowd::noteAnswer(Peer& peer, const EnvelopeSeen& seen)
{
    if (stampOf(seen.text).poster != peer.index || peer.outstanding == 0)
        return;
    --peer.outstanding;
    if (on.acknowledged)
        on.acknowledged(peer);
}

} // namespace confab::bench
