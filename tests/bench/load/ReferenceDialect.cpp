// Entering a room of the reference and posting there.
#include "tests/bench/load/ReferenceDialect.h"

#include "shared/protocol/Envelope.h"

#include <QDateTime>

using namespace confab::protocol;

namespace confab::bench {

void ReferenceDialect::upgraded(Crowd& crowd, Peer& peer) { crowd.send(peer, std::to_string(peer.place)); }

void ReferenceDialect::envelope(Crowd& crowd, Peer& peer, std::string_view)
{
    // The one thing it says by itself: the room is entered.
    peer.room = peer.place + 1;
    crowd.ready(peer);
}

void ReferenceDialect::post(Crowd& crowd, Peer& peer, qint64 stampNs, int length)
{
    MessagePosted event;
    event.room = RoomId(peer.room);
    event.seq = Seq(++m_posted);
    event.by = UserId(peer.index + 1);
    event.name = QString::fromStdString(peer.name);
    event.ts = TimeMs(QDateTime::currentMSecsSinceEpoch());
    event.text = QString::fromLatin1(stampedText({stampNs, peer.index}, length).c_str());
    ++peer.outstanding;
    const QByteArray bytes = encodeEvent(m_encoding, event);
    crowd.send(peer, {bytes.constData(), size_t(bytes.size())});
}

} // namespace confab::bench
