// What waits for one socket: envelopes in order, what is withheld from a slow reader, and how envelopes are joined.
#pragma once

#include "server/gateway/GatewayOptions.h"
#include "server/gateway/SharedFrames.h"
#include "server/routing/Link.h"

namespace confab::server {

/// No sockets, no clock: one connection's outbound state. One thread.
class OutQueue {
public:
    enum class Taken : quint8 { Queued, Withheld, Dropped };

    /// `thresholds` must outlive the queue.
    OutQueue(protocol::Encoding encoding, const OutQueueThresholds& thresholds) : m_encoding(encoding), m_thresholds(&thresholds) { }

    /// An answer; never withheld and never counted as backlog.
    void addReply(const QByteArray& bytes);
    /// A push; `seq` is valid for durable events of `room`.
    Taken addPush(DeliveryClass deliveryClass, RoomId room, Seq seq, const WaitingEnvelope& envelope);

    bool isEmpty() const { return m_first == m_waiting.size(); }
    bool isWriting() const { return m_writing; }
    /// Pushes not yet written, those of the messages on their way included.
    qint64 backlog() const { return m_backlog; }
    /// Answers not yet written.
    qint64 replyBytes() const { return m_replyBytes; }
    /// More than a connection may ever owe us: close it with 4008.
    bool overflows() const { return m_backlog > m_thresholds->close; }

    /// Appends the frames of the next WebSocket messages to `out`, for one write: a message has up to limits::outFrameEnvelopes
    /// envelopes and limits::outFrameBytes joined (a single envelope may be larger), and none is begun once there are oneWriteBytes.
    /// Only when not empty and not writing.
    void take(SharedFrames& frames, WirePieces& out);
    int messagesTaken() const { return m_takenMessages; }
    int envelopesTaken() const { return m_takenEnvelopes; }
    /// What was taken has left. Queues `lag` for withheld rooms once the backlog is low; returns how many answers it carried.
    int written();
    /// Gives back memory if nothing was queued since the last call. For idle connections; call it now and then.
    void trim();
    /// Rooms whose class B pushes were dropped, once the backlog is low again; each is returned once.
    std::vector<RoomId> takeStaleRooms();

    /// A room.sync answer up to `upto` was queued: end withholding if that was everything, else say `lag` (again).
    void resume(RoomId room, Seq upto);
    /// The connection no longer hears this room.
    void forget(RoomId room);
    bool isWithheld(RoomId room) const;

    /// Drops everything that waits.
    void clear();

    static constexpr qint64 oneWriteBytes = 64 * 1024;
    static constexpr int oneWriteMessages = 8;

private:
    struct Lagging {
        RoomId room;
        Seq head;              ///< newest seq that was withheld
        bool told = false;     ///< `lag` was sent
    };

    void add(const WaitingEnvelope& envelope);
    void takeMessage(SharedFrames& frames, WirePieces& out);
    void dropTaken();
    void tellLag();
    Lagging* lagging(RoomId room);

    protocol::Encoding m_encoding;
    bool m_writing = false;
    bool m_used = false;           ///< since trim()
    int m_takenMessages = 0;
    int m_takenEnvelopes = 0;
    int m_takenReplies = 0;
    qint64 m_takenPushBytes = 0;
    qint64 m_takenReplyBytes = 0;
    qint64 m_backlog = 0;
    qint64 m_replyBytes = 0;
    std::size_t m_first = 0;
    std::vector<WaitingEnvelope> m_waiting;
    std::vector<Lagging> m_lagging;
    std::vector<RoomId> m_stale;
    const OutQueueThresholds* m_thresholds;
};

} // namespace confab::server
