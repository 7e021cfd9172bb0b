// Thousands of WebSocket connections in one thread over one epoll: connecting, reading, writing, counting what arrives.
#pragma once

#include "tests/bench/load/EventScan.h"
#include "tests/bench/load/Frames.h"
#include "tests/bench/load/Latency.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace confab::bench {

/// One connection of the generator.
struct Peer {
    enum class State : quint8 { Idle, Connecting, Upgrading, Greeting, Ready, Lost };

    int fd = -1;
    int index = 0;
    State state = State::Idle;
    bool reads = true;
    bool timed = false;        ///< its deliveries are timed
    bool hearsEchoes = false;  ///< where nothing is acknowledged: its own message coming back counts as the answer
    bool flushing = false;     ///< is in the list of those with something to write
    bool waitsForRoom = false; ///< the kernel took not everything
    int place = 0;             ///< which room of the plan it is in
    std::string name;
    std::string token;
    qint64 room = 0; ///< its room's number on the wire
    qint64 epoch = 0;
    qint64 seq = 0;          ///< last contiguous seq of the room
    qint64 messages = 0;     ///< durable messages delivered
    qint64 lastOwn = 0;      ///< seq of its last message, where the dialect remembers it
    bool catchingUp = false; ///< a room.sync is on its way
    quint32 lastRequest = 0;
    int outstanding = 0; ///< posts without an answer
    std::string in;      ///< the beginning of an unfinished frame
    std::string out;     ///< not yet taken by the kernel
};

/// What arrived at all peers so far. Nothing is left out of these in silence.
struct Tally {
    qint64 messages = 0; ///< durable messages delivered, each to each peer
    qint64 bytes = 0;
    qint64 gaps = 0;       ///< a seq came too early
    qint64 repeats = 0;    ///< a seq came again
    qint64 strays = 0;     ///< an event of a room that the peer is not in
    qint64 withheld = 0;   ///< times the server said `lag`
    qint64 caughtUp = 0;   ///< messages that came by room.sync instead
    qint64 refused = 0;    ///< requests answered `err`
    qint64 lost = 0;       ///< connections that ended
    qint64 turnedAway = 0; ///< of these, accepted and ended before they were ready
    std::string firstRefusal;
};

class Crowd;

/// A protocol spoken over the crowd's sockets.
class Dialect {
public:
    virtual ~Dialect() = default;
    virtual std::string_view path() const = 0;
    virtual std::string_view subprotocol() const = 0;
    virtual protocol::Encoding encoding() const = 0;
    /// The socket is upgraded. Calls crowd.ready() at once or later.
    virtual void upgraded(Crowd& crowd, Peer& peer) = 0;
    /// Whatever is no durable event.
    virtual void envelope(Crowd& crowd, Peer& peer, std::string_view whole) = 0;
    /// An event of the peer's room left a hole, or the server withholds: fetch what is missing.
    virtual void repair(Crowd& crowd, Peer& peer) = 0;
    /// True when a seq must follow the one before it.
    virtual bool isNumbered() const = 0;
    /// Queues one message of `length` bytes that carries `stampNs`.
    virtual void post(Crowd& crowd, Peer& peer, qint64 stampNs, int length) = 0;
};

/// Called while the crowd turns.
struct CrowdEvents {
    std::function<void(Peer&)> ready;
    std::function<void(Peer&)> lost;
    /// A post was answered: it is stored.
    std::function<void(Peer&)> acknowledged;
    /// A post was answered: it is not taken.
    std::function<void(Peer&)> refused;
};

/// One thread. Peers keep their addresses.
class Crowd {
public:
    Crowd(quint16 port, Dialect& dialect);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    CrowdEvents on;

    Peer& add(const std::string& name, const std::string& token);
    int size() const { return int(m_peers.size()); }
    Peer& peer(int index) { return *m_peers[size_t(index)]; }

    void connect(Peer& peer);
    /// Ends the connection without farewell.
    void drop(Peer& peer);
    /// Leaves what the server sends in the kernel's buffer from now on.
    void stopReading(Peer& peer);
    void resumeReading(Peer& peer);
    /// Queues a frame; it leaves at the end of the turn.
    void send(Peer& peer, std::string_view payload);
    void ready(Peer& peer);
    /// Waits for what happens until `untilNs` at most, deals with it, sends what is queued.
    void turn(qint64 untilNs);
    /// Turns until `done` says so; false when `limitSeconds` have passed first.
    bool turnUntil(const std::function<bool()>& done, double limitSeconds);

    /// Counts an event as a push or as part of a repair.
    void count(Peer& peer, const EnvelopeSeen& seen, bool repaired = false);

    Tally& tally() { return m_tally; }
    Latency& latency() { return m_latency; }
    /// From here on deliveries are timed that were scheduled at `ns` or later.
    void timeFrom(qint64 ns) { m_timedFrom = ns; }
    int readyCount() const { return m_ready; }
    int underWay() const { return m_underWay; }

private:
    void readFrom(Peer& peer);
    void consume(Peer& peer, char* bytes, std::size_t size);
    void takeFrame(Peer& peer, const FrameSeen& frame);
    void takeMessage(Peer& peer, std::string_view payload);
    std::size_t takeAnswer(Peer& peer, std::string_view bytes);
    void flush(Peer& peer);
    void lose(Peer& peer);
    void noteAnswer(Peer& peer, const EnvelopeSeen& seen);
    void watch(Peer& peer, int operation);

    Dialect& m_dialect;
    quint16 m_port;
    int m_epoll;
    std::vector<std::unique_ptr<Peer>> m_peers;
    std::vector<Peer*> m_flushing;
    std::vector<char> m_buffer;
    Tally m_tally;
    Latency m_latency;
    qint64 m_timedFrom = 0;
    qint64 m_now = 0;
    int m_ready = 0;
    int m_underWay = 0; ///< connecting, upgrading or greeting
};

/// What a message's text begins with: when it was due and who posted it.
struct Stamp {
    qint64 ns = 0;
    int poster = 0;
};
std::string stampedText(const Stamp& stamp, int length);
Stamp stampOf(std::string_view text);

} // namespace confab::bench
