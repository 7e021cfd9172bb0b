// Stand-ins for the client and the program around the slash commands: they remember what they were asked.
#pragma once

#include "shared/client/commands/CommandTable.h"
#include "tests/unit/client/StoreScene.h"

#include <any>

namespace confab::client {

/// One request that a command sent and the test may answer.
struct Asked {
    std::string_view type;
    std::any message;
    std::any answer;
};

template <typename Base, typename List>
class Records;
template <typename Base>
class Records<Base, protocol::TypeList<>> : public Base {
public:
    QList<Asked> asked;
};
template <typename Base, typename M, typename... More>
class Records<Base, protocol::TypeList<M, More...>> : public Records<Base, protocol::TypeList<More...>> {
public:
    using Base::request;
    void request(const M& message, Answer<M> done) override { this->asked.append({M::type.name, message, done}); }
};

class FakeActions final : public Records<Actions, CommandRequests> {
public:
    explicit FakeActions(Store& store)
        : m_store(store)
    {
    }

    Store& store() override { return m_store; }
    void post(RoomId room, const QString& text, std::optional<Seq> replyTo, bool action) override
    {
        done.append(QStringLiteral("post %1 %2%3%4")
                        .arg(room.value())
                        .arg(action ? QStringLiteral("* ") : QString{},
                            replyTo ? QStringLiteral("re %1 ").arg(replyTo->value()) : QString{}, text));
    }
    void edit(RoomId, Seq of, const QString& text) override { done.append(QStringLiteral("edit %1 %2").arg(of.value()).arg(text)); }
    void remove(RoomId, Seq of) override { done.append(QStringLiteral("remove %1").arg(of.value())); }
    QList<Pending> outbox() const override { return waiting; }
    void retry(const ClientId& c) override { done.append(QStringLiteral("retry %1").arg(c.bytes().at(0))); }
    void discard(const ClientId& c) override { done.append(QStringLiteral("discard %1").arg(int(c.bytes().at(0)))); }
    void markRead(RoomId room, Seq seq) override { done.append(QStringLiteral("read %1 %2").arg(room.value()).arg(seq.value())); }
    protocol::PresenceState presence() const override { return state; }
    void setPresence(protocol::PresenceState fresh, const std::optional<QString>& status) override
    {
        state = fresh;
        done.append(QStringLiteral("presence %1 %2").arg(int(fresh)).arg(status.value_or(QStringLiteral("-"))));
    }
    void loadOlder(RoomId room) override { done.append(QStringLiteral("older %1").arg(room.value())); }
    bool isOnline() const override { return online; }
    void disconnect() override { done.append(QStringLiteral("disconnect")); }
    void reconnect() override { done.append(QStringLiteral("reconnect")); }
    QString serverAbout() const override { return QStringLiteral("test 1"); }

    QStringList done;
    QList<Pending> waiting;
    protocol::PresenceState state = protocol::PresenceState::Online;
    bool online = true;

private:
    Store& m_store;
};

class FakeFrontEnd final : public FrontEnd {
public:
    void print(protocol::Severity severity, const QString& text) override
    {
        (severity == protocol::Severity::Info ? said : warned).append(text);
    }
    void showRoom(RoomId which) override { done.append(QStringLiteral("show %1").arg(which.value())); }
    RoomId currentRoom() const override { return room; }
    void showNeighbour(int step) override { done.append(QStringLiteral("step %1").arg(step)); }
    std::optional<Seq> selectedMessage() const override { return selected; }
    void setInput(const QString& text) override { done.append(QStringLiteral("input ") + text); }
    void connectTo(const QString& address) override { done.append(QStringLiteral("connect ") + address); }
    void showHelp(const QString& topic) override { done.append(QStringLiteral("help ") + topic); }
    void quit() override { done.append(QStringLiteral("quit")); }

    RoomId room = lobby;
    std::optional<Seq> selected;
    QStringList said;
    QStringList warned;
    QStringList done;
};

struct CommandStage : StoreScene {
    CommandTable table;
    FakeActions actions{store};
    FakeFrontEnd frontEnd;

    /// Lines 1 and 4 are Bob's, 2 and 3 are mine; 2 is selected; the garden and a conversation with Bob (room 9) are there too.
    void furnish()
    {
        store.putRoom(roomState(garden, QStringLiteral("garden")));
        store.putRoom(direct(RoomId{9}, {bobId, QStringLiteral("bob"), QStringLiteral("Bob")}));
        store.putHistory(
            lobby, {.items = {item(message(1, bobId, QStringLiteral("hello")))}, .place = HistoryPlace::Replace, .remaining = 1});
        store.receive(message(2, annId, QStringLiteral("my first")));
        store.receive(message(3, annId, QStringLiteral("my secnd")));
        store.receive(message(4, bobId, QStringLiteral("question?")));
        frontEnd.selected = Seq{2};
    }
    Result<Done> type(const QString& line) { return table.run(actions, frontEnd, line); }
    /// The only request so far.
    template <typename M>
    M sent() const
    {
        return actions.asked.size() == 1 && actions.asked.constFirst().type == M::type.name
            ? std::any_cast<M>(actions.asked.constFirst().message)
            : M{};
    }
    template <typename M>
    void answer(const Result<typename M::Reply>& reply)
    {
        const Asked one = actions.asked.takeFirst();
        std::any_cast<Answer<M>>(one.answer)(reply);
    }
};

} // namespace confab::client
