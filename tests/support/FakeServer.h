// A server in a few lines for client tests: the real codecs, one log per room, no rules; tests make it refuse, stay silent or die.
#pragma once

#include "shared/base/Clock.h"
#include "shared/protocol/Envelope.h"

#include <QMap>
#include <QObject>
#include <QSet>

#include <functional>

namespace confab::test {

/// One connection as the server sees it.
class FakeLink {
public:
    virtual ~FakeLink() = default;
    virtual void send(const QByteArray& frame) = 0;
    virtual void close(int code, const QString& reason) = 0;

    protocol::Encoding encoding = protocol::Encoding::Cbor;
    UserId user;
    bool attached = false;
};

struct FakeRoom {
    protocol::RoomState state;
    QList<protocol::AnyEvent> log; ///< seq 1 … head; the first `state.floor` of them are gone
    QHash<ClientId, protocol::PostMessage::Reply> done;

    Seq head() const { return Seq(log.size()); }
};

class FakeServer : public QObject {
    Q_OBJECT
public:
    explicit FakeServer(const Clock& clock, QObject* parent = nullptr);

    // ---- the world ----
    FakeRoom& addRoom(RoomId room, const QString& name);
    /// A message of somebody else, pushed to who is attached.
    Seq say(RoomId room, const QString& text, UserId by = UserId(2));
    Seq append(RoomId room, protocol::AnyEvent event);
    QMap<RoomId, FakeRoom> rooms;
    QHash<QString, protocol::User> tokens;
    QString password = QStringLiteral("correct horse");
    protocol::Hello hello;

    // ---- misbehaviour ----
    /// The next requests of a type get these answers, in order.
    void refuse(const protocol::Key& type, const Error& error) { m_refusals[type.text()].append(error); }
    /// Requests of this type are done, but not answered until release().
    void hold(const protocol::Key& type) { m_held.insert(type.text()); }
    void release();
    /// Events are not pushed.
    bool mute = false;
    /// Nothing is answered or pushed at all.
    bool silent = false;
    /// Missed events of a room above this come as a gap.
    int inlineEvents = limits::attachEventsPerRoom;
    /// The answer comes before the event.
    bool answerFirst = false;
    void push(const protocol::AnyPush& push);
    void pushEvent(const protocol::AnyEvent& event);
    void closeAll(int code, const QString& reason = {});

    // ---- what was heard ----
    struct Heard {
        QString type;
        protocol::Request request;
    };
    QList<Heard> heard;
    int frames = 0;
    int count(const protocol::Key& type) const;
    QStringList texts(RoomId room) const;
    template <typename M>
    QList<M> all() const
    {
        QList<M> found;
        for (const Heard& one : heard) {
            if (one.type == M::type.text())
                found.append(one.request.as<M>());
        }
        return found;
    }

    // ---- links ----
    void join(FakeLink* link);
    void leave(FakeLink* link);
    void take(FakeLink* link, const QByteArray& frame);
    int linkCount() const { return int(m_links.size()); }

private:
    void takeRequest(FakeLink* link, const protocol::Request& request);
    template <typename Reply>
    void answer(FakeLink* link, const protocol::Request& request, const Reply& reply);
    void authenticate(FakeLink* link, const protocol::Request& request);
    void attach(FakeLink* link, const protocol::Request& request);
    void change(FakeLink* link, const protocol::Request& request);
    void sync(FakeLink* link, const protocol::Request& request);
    void history(FakeLink* link, const protocol::Request& request);
    void changes(FakeLink* link, const protocol::Request& request);
    QList<protocol::HistoryItem> folded(const FakeRoom& room) const;
    void deliver(FakeLink* link, const QString& type, const QByteArray& envelope);

    const Clock& m_clock;
    QList<FakeLink*> m_links;
    QHash<QString, QList<Error>> m_refusals;
    QSet<QString> m_held;
    QList<std::pair<FakeLink*, QByteArray>> m_heldAnswers;
};

} // namespace confab::test
