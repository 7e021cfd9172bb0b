// The yardstick: a bare epoll server that passes each frame on to everybody in the sender's room and does nothing else.
// It stores nothing, checks nothing, knows nobody; its handshake is a constant; what waits for one socket leaves in one write.
#include "tests/bench/load/Clocks.h"
#include "tests/bench/load/Frames.h"
#include "tests/bench/load/Reference.h"

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
#include <cstdio>
#include <memory>
#include <unordered_map>
#include <vector>

namespace confab::bench {

namespace {

struct Guest {
    int fd = -1;
    int room = -1;
    bool upgraded = false;
    bool dirty = false;
    bool blocked = false;
    std::string in;
    std::string out;
};

class ReferenceServer {
public:
    explicit ReferenceServer(int listener)
        : m_listener(listener)
        , m_epoll(epoll_create1(EPOLL_CLOEXEC))
        , m_buffer(256 * 1024)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listener, &event);
    }

    void run()
    {
        std::array<epoll_event, 512> events;
        while (true) {
            const int count = epoll_wait(m_epoll, events.data(), int(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                auto* guest = static_cast<Guest*>(events[size_t(i)].data.ptr);
                if (!guest)
                    accept();
                else if (events[size_t(i)].events & EPOLLOUT)
                    flush(*guest);
                if (guest && guest->fd >= 0 && (events[size_t(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
                    read(*guest);
            }
            for (Guest* guest : m_dirty) {
                guest->dirty = false;
                if (guest->fd >= 0 && !guest->blocked)
                    flush(*guest);
            }
            m_dirty.clear();
            m_gone.clear();
        }
    }

private:
    void accept()
    {
        for (int fd; (fd = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
            const int yes = 1;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            auto& guest = m_guests[fd] = std::make_unique<Guest>();
            guest->fd = fd;
            watch(*guest, EPOLL_CTL_ADD);
        }
    }
    void watch(Guest& guest, int operation)
    {
        epoll_event event{};
        event.events = guest.blocked ? EPOLLIN | EPOLLOUT : EPOLLIN;
        event.data.ptr = &guest;
        epoll_ctl(m_epoll, operation, guest.fd, &event);
    }
    void read(Guest& guest)
    {
        const std::size_t kept = guest.in.size();
        std::ranges::copy(guest.in, m_buffer.begin());
        const ssize_t got = recv(guest.fd, m_buffer.data() + kept, m_buffer.size() - kept, 0);
        if (got <= 0) {
            if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK))
                leave(guest);
            return;
        }
        const std::size_t size = kept + size_t(got);
        std::size_t used = 0;
        if (!guest.upgraded) {
            const auto end = std::string_view(m_buffer.data(), size).find("\r\n\r\n");
            if (end != std::string_view::npos) {
                used = end + 4;
                guest.upgraded = true;
                put(guest, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
                put(guest, upgradeAccept);
                put(guest, "\r\nSec-WebSocket-Protocol: reference\r\n\r\n");
            }
        }
        while (guest.upgraded && used < size) {
            const FrameSeen frame = frameAt(m_buffer.data() + used, size - used);
            if (frame.size == 0)
                break;
            used += frame.size;
            take(guest, frame);
        }
        guest.in.assign(m_buffer.data() + used, size - used);
    }
    void take(Guest& guest, const FrameSeen& frame)
    {
        std::string head;
        if (guest.room < 0) {
            std::from_chars(frame.payload.data(), frame.payload.data() + frame.payload.size(), guest.room);
            m_rooms[guest.room].push_back(&guest);
            appendUnmasked(head, Opcode::Text, "{}");
            put(guest, head);
            return;
        }
        m_frame.clear();
        appendUnmasked(m_frame, frame.opcode, frame.payload);
        for (Guest* one : m_rooms[guest.room])
            put(*one, m_frame);
    }
    void put(Guest& guest, std::string_view bytes)
    {
        guest.out.append(bytes);
        if (!std::exchange(guest.dirty, true))
            m_dirty.push_back(&guest);
    }
    void flush(Guest& guest)
    {
        const ssize_t sent = send(guest.fd, guest.out.data(), guest.out.size(), MSG_NOSIGNAL);
        if (sent > 0)
            guest.out.erase(0, size_t(sent));
        else if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
            return leave(guest);
        if (const bool blocked = !guest.out.empty(); std::exchange(guest.blocked, blocked) != blocked)
            watch(guest, EPOLL_CTL_MOD);
    }
    void leave(Guest& guest)
    {
        if (guest.room >= 0)
            std::erase(m_rooms[guest.room], &guest);
        const int fd = std::exchange(guest.fd, -1);
        // Somebody may still hold it in the list of this turn.
        m_gone.push_back(std::move(m_guests[fd]));
        m_guests.erase(fd);
        close(fd);
    }

    int m_listener;
    int m_epoll;
    std::vector<char> m_buffer;
    std::string m_frame;
    std::unordered_map<int, std::unique_ptr<Guest>> m_guests;
    std::unordered_map<int, std::vector<Guest*>> m_rooms;
    std::vector<Guest*> m_dirty;
    std::vector<std::unique_ptr<Guest>> m_gone;
};

} // namespace

int serveReference()
{
    raiseFileLimit();
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener, 4096) != 0
        || getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        perror("confab-bench reference");
        return 1;
    }
    printf("reference ready ws://127.0.0.1:%d\n", int(ntohs(address.sin_port)));
    fflush(stdout);
    ReferenceServer(listener).run();
    return 0;
}

} // namespace confab::bench
