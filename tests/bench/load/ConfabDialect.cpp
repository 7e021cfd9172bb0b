// Requests and answers through the protocol's own encoder and decoder; only durable events take the short way (EventScan.h).
#include "tests/bench/load/ConfabDialect.h"

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace confab::bench {

namespace {

constexpr quint32 kinds = 8;

std::string_view viewOf(const QByteArray& bytes) { return {bytes.constData(), size_t(bytes.size())}; }

} // namespace

template <typename M>
quint32 ConfabDialect::ask(Crowd& crowd, Peer& peer, Asked what, const M& request, const std::optional<ClientId>& c)
{
    peer.lastRequest = (peer.lastRequest / kinds + 1) * kinds + quint32(what);
    crowd.send(peer, viewOf(encodeRequest(m_encoding, peer.lastRequest, c, request)));
    return peer.lastRequest;
}

void ConfabDialect::envelope(Crowd& crowd, Peer& peer, std::string_view whole)
{
    FrameReader reader(m_encoding, QByteArrayView(whole.data(), qsizetype(whole.size())));
    auto read = reader.next();
    if (!read || !*read) {
        ++crowd.tally().refused;
        crowd.tally().firstRefusal = "an envelope could not be read";
        return;
    }
    if ((*read)->reply)
        answer(crowd, peer, **read);
    else
        push(crowd, peer, **read);
}

void ConfabDialect::push(Crowd& crowd, Peer& peer, const RawEnvelope& envelope)
{
    if (envelope.type.is(Hello::type)) {
        Authenticate request;
        request.token = QString::fromStdString(peer.token);
        request.device = {u"bench-%1"_s.arg(peer.index), u"load generator"_s, u"script"_s};
        request.client = {u"confab-bench"_s, QStringLiteral(CONFAB_VERSION)};
        peer.lastRequest = 0;
        ask(crowd, peer, Asked::SignIn, request);
    } else if (envelope.type.is(LagPush::type)) {
        ++crowd.tally().withheld;
        repair(crowd, peer);
    }
}

void ConfabDialect::answer(Crowd& crowd, Peer& peer, const RawEnvelope& envelope)
{
    const quint32 id = quint32(*envelope.reply);
    const Asked what = Asked(id % kinds);
    if (envelope.type.is(envelope::ok)) {
        answered(crowd, peer, what, id, envelope.body);
        return;
    }
    ++crowd.tally().refused;
    if (crowd.tally().firstRefusal.empty())
        crowd.tally().firstRefusal = decodeError(m_encoding, envelope.body).message.toStdString();
    if (what == Asked::Post) {
        --peer.outstanding;
        if (crowd.on.refused)
            crowd.on.refused(peer);
    }
}

void ConfabDialect::answered(Crowd& crowd, Peer& peer, Asked what, quint32 id, QByteArrayView body)
{
    switch (what) {
    case Asked::SignIn:
        attach(crowd, peer);
        break;
    case Asked::Attach:
        if (const auto reply = decodeReply<Attach::Reply>(m_encoding, body)) {
            for (const RoomState& state : reply->rooms)
                enter(peer, state);
            crowd.ready(peer);
        }
        break;
    case Asked::Room:
        if (const auto reply = decodeReply<RoomReply>(m_encoding, body))
            enter(peer, reply->room);
        break;
    case Asked::Post:
        --peer.outstanding;
        if (m_keepsPosts || m_remembersLast) {
            if (const auto reply = decodeReply<PostMessage::Reply>(m_encoding, body))
                stored(peer, id, *reply);
        }
        if (crowd.on.acknowledged)
            crowd.on.acknowledged(peer);
        break;
    case Asked::Sync:
        if (const auto reply = decodeReply<SyncRoom::Reply>(m_encoding, body))
            caughtUp(crowd, peer, *reply);
        break;
    case Asked::Other:
        break;
    }
}

void ConfabDialect::stored(Peer& peer, quint32 id, const PostMessage::Reply& reply)
{
    peer.lastOwn = reply.seq.value();
    if (!m_keepsPosts)
        return;
    Posted& post = m_posts[m_awaited.take({peer.index, id})];
    const bool isRepeat = post.seq != 0;
    m_differing += isRepeat && (post.seq != reply.seq.value() || !reply.dup.value_or(false)) ? 1 : 0;
    post.seq = reply.seq.value();
}

void ConfabDialect::attach(Crowd& crowd, Peer& peer)
{
    Attach request;
    // It comes as a new program does, with nothing of its own; what it missed before is not asked for.
    peer.room = 0;
    ask(crowd, peer, Asked::Attach, request);
}

void ConfabDialect::enter(Peer& peer, const RoomState& state)
{
    peer.room = state.id.value();
    peer.epoch = state.epoch.value();
    peer.seq = state.head.value();
}

void ConfabDialect::repair(Crowd& crowd, Peer& peer)
{
    if (std::exchange(peer.catchingUp, true))
        return;
    SyncRoom request;
    request.room = RoomId(peer.room);
    request.epoch = Epoch(peer.epoch);
    request.after = Seq(peer.seq);
    ask(crowd, peer, Asked::Sync, request);
}

void ConfabDialect::caughtUp(Crowd& crowd, Peer& peer, const SyncRoom::Reply& reply)
{
    peer.catchingUp = false;
    for (const AnyEvent& event : reply.ev) {
        EnvelopeSeen seen;
        seen.isEvent = true;
        seen.room = headOf(event).room.value();
        seen.seq = headOf(event).seq.value();
        QByteArray text;
        if (const auto* message = std::get_if<MessagePosted>(&event)) {
            seen.isMessage = true;
            text = message->text.toUtf8();
            seen.text = viewOf(text);
        }
        crowd.count(peer, seen, true);
    }
    if (!reply.end)
        repair(crowd, peer);
}

void ConfabDialect::post(Crowd& crowd, Peer& peer, qint64 stampNs, int length)
{
    PostMessage request;
    request.room = RoomId(peer.room);
    request.text = QString::fromLatin1(stampedText({stampNs, peer.index}, length).c_str());
    ++peer.outstanding;
    const ClientId c = ClientId::random();
    const quint32 id = ask(crowd, peer, Asked::Post, request, c);
    if (m_keepsPosts) {
        m_posts.insert(c, {request, peer.index, 0});
        m_awaited.insert({peer.index, id}, c);
    }
}

void ConfabDialect::repeat(Crowd& crowd, const ClientId& c)
{
    const Posted& post = m_posts[c];
    Peer& peer = crowd.peer(post.poster);
    ++peer.outstanding;
    m_awaited.insert({peer.index, ask(crowd, peer, Asked::Post, post.request, c)}, c);
}

void ConfabDialect::act(Crowd& crowd, Peer& peer, Act act)
{
    const RoomId room(peer.room);
    const Epoch epoch(peer.epoch);
    const Seq own(peer.lastOwn);
    switch (act) {
    case Act::Edit:
        if (own.isValid())
            ask(crowd, peer, Asked::Other, EditMessage{room, epoch, own, u"now with other words"_s}, ClientId::random());
        break;
    case Act::Delete:
        if (own.isValid())
            ask(crowd, peer, Asked::Other, DeleteMessage{room, epoch, own}, ClientId::random());
        peer.lastOwn = 0;
        break;
    case Act::ReadBack: {
        RoomHistory request;
        request.room = room;
        ask(crowd, peer, Asked::Other, request);
        break;
    }
    case Act::MarkRead: {
        MarkRead request;
        request.room = room;
        request.epoch = epoch;
        request.seq = Seq(peer.seq);
        ask(crowd, peer, Asked::Other, request);
        break;
    }
    case Act::Typing:
        crowd.send(peer, viewOf(encodeRequest(m_encoding, std::nullopt, std::nullopt, Typing{room, true})));
        break;
    }
}

void ConfabDialect::join(Crowd& crowd, Peer& peer, const std::string& room)
{
    JoinRoom request;
    request.name = QString::fromStdString(room);
    ask(crowd, peer, Asked::Room, request, ClientId::random());
}

void ConfabDialect::create(Crowd& crowd, Peer& peer, const std::string& room)
{
    CreateRoom request;
    request.name = QString::fromStdString(room);
    ask(crowd, peer, Asked::Room, request, ClientId::random());
}

} // namespace confab::bench
