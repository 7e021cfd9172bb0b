// The real protocol: sign in with a token, attach, be in one room, post, catch up when the server withholds.
#pragma once

#include "shared/protocol/Envelope.h"
#include "tests/bench/load/Crowd.h"

#include <QHash>

namespace confab::bench {

class ConfabDialect final : public Dialect {
public:
    explicit ConfabDialect(protocol::Encoding encoding)
        : m_encoding(encoding)
    {
    }

    std::string_view path() const override { return "/v1/ws"; }
    std::string_view subprotocol() const override { return m_encoding == protocol::Encoding::Json ? "confab1.json" : "confab1.cbor"; }
    protocol::Encoding encoding() const override { return m_encoding; }
    bool isNumbered() const override { return true; }

    void upgraded(Crowd&, Peer&) override { }
    void envelope(Crowd& crowd, Peer& peer, std::string_view whole) override;
    void repair(Crowd& crowd, Peer& peer) override;
    void post(Crowd& crowd, Peer& peer, qint64 stampNs, int length) override;

    /// What people do besides posting. Edit and Delete are for the peer's last own message, if it has one.
    enum class Act : quint8 { Edit, Delete, ReadBack, MarkRead, Typing };
    void act(Crowd& crowd, Peer& peer, Act act);
    /// Keeps the seq of each peer's last message from now on, for Edit and Delete.
    void rememberLast() { m_remembersLast = true; }

    /// Asks to be let into the public room of that name; Peer::room is set when it is so.
    void join(Crowd& crowd, Peer& peer, const std::string& room);
    /// Makes a public room and is its first member.
    void create(Crowd& crowd, Peer& peer, const std::string& room);
    /// The same post again by whoever posted it, with the same client-made id: what a lost answer means. Posts are kept only after
    /// keepPosts().
    void keepPosts() { m_keepsPosts = true; }
    void repeat(Crowd& crowd, const ClientId& c);

    /// A post that was answered, or waits for its answer.
    struct Posted {
        protocol::PostMessage request;
        int poster = 0;
        qint64 seq = 0; ///< 0: no answer yet
    };
    QHash<ClientId, Posted>& posts() { return m_posts; }
    /// Repeated posts whose answer was not the first one's, or not known as a repetition.
    qint64 differing() const { return m_differing; }

private:
    /// Requests have rising ids; the last digit tells what was asked.
    enum class Asked : quint8 { SignIn, Attach, Room, Post, Sync, Other };
    template <typename M>
    quint32 ask(Crowd& crowd, Peer& peer, Asked what, const M& request, const std::optional<ClientId>& c = {});
    void push(Crowd& crowd, Peer& peer, const protocol::RawEnvelope& envelope);
    void answer(Crowd& crowd, Peer& peer, const protocol::RawEnvelope& envelope);
    void answered(Crowd& crowd, Peer& peer, Asked what, quint32 id, QByteArrayView body);
    void attach(Crowd& crowd, Peer& peer);
    void stored(Peer& peer, quint32 id, const protocol::PostMessage::Reply& reply);
    void enter(Peer& peer, const protocol::RoomState& state);
    void caughtUp(Crowd& crowd, Peer& peer, const protocol::SyncRoom::Reply& reply);

    protocol::Encoding m_encoding;
    bool m_keepsPosts = false;
    bool m_remembersLast = false;
    qint64 m_differing = 0;
    QHash<ClientId, Posted> m_posts;
    QHash<std::pair<int, quint32>, ClientId> m_awaited; ///< (peer, request) of kept posts
};

} // namespace confab::bench
