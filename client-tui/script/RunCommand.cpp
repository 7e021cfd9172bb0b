// cmd: a slash command as if it had been typed in a room.
#include "client-tui/script/Subcommand.h"
#include "shared/client/Explain.h"
#include "shared/client/commands/ClientActions.h"
#include "shared/client/commands/CommandTable.h"

#include <QPointer>

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::Actions;
using client::ClientActions;
using client::Outbox;
using protocol::Severity;

namespace {

/// Passes everything on to the client and counts the answers that are still to come.
template <typename Base, typename List>
class Counts;
template <typename Base>
class Counts<Base, protocol::TypeList<>> : public Base {
public:
    using Base::Base;
    int open() const { return m_open; }
    std::function<void()> onAnswer;

protected:
    int m_open = 0;
};
template <typename Base, typename M, typename... More>
class Counts<Base, protocol::TypeList<M, More...>> : public Counts<Base, protocol::TypeList<More...>> {
public:
    using Counts<Base, protocol::TypeList<More...>>::Counts;
    using Base::request;
    void request(const M& message, client::Answer<M> done) override
    {
        ++this->m_open;
        this->m_client.request(message, client::Answer<M>([this, done = std::move(done)](const Result<typename M::Reply>& reply) {
            done(reply);
            --this->m_open;
            if (this->onAnswer)
                this->onAnswer();
        }));
    }
};

class RunCommand final : public ScriptTask, private client::FrontEnd {
public:
    explicit RunCommand(ScriptContext& context)
        : ScriptTask(context)
        , m_actions(context.client)
    {
        m_actions.onAnswer = [this] { endSoon(); };
        // Done by its answer, or by its event when that comes first.
        connect(&context.client.outbox(), &Outbox::delivered, this, [this] { endSoon(); });
        connect(&context.client.outbox(), &Outbox::removed, this, [this] { endSoon(); });
        connect(&context.client.outbox(), &Outbox::changed, this, [this](const client::OutboxEntry& entry) {
            if (entry.state == client::DeliveryState::Failed)
                print(Severity::Warning, client::explain(entry.error));
            endSoon();
        });
    }

    void begin() override
    {
        withRoom(arguments().words.first(), [this](RoomId room) {
            m_room = room;
            const Result<Done> done = m_table.run(m_actions, *this, arguments().words.at(1));
            if (!done) {
                context().output.error(done.error().message);
                m_code = exitCodeOf(done.error());
            }
            endSoon();
        });
    }

    int undelivered() const override { return context().client.outbox().undelivered(); }

private:
    void print(Severity severity, const QString& text) override
    {
        if (severity == Severity::Info) {
            context().output.line(text);
            return;
        }
        context().output.error(text);
        m_code = ExitCode::Usage;
    }
    void showRoom(RoomId room) override { m_room = room; }
    RoomId currentRoom() const override { return m_room; }
    void showNeighbour(int) override { }
    std::optional<Seq> selectedMessage() const override { return std::nullopt; }
    void setInput(const QString& text) override { context().output.line(text); }
    void connectTo(const QString&) override { print(Severity::Warning, u"give --server instead"_s); }
    void showHelp(const QString& topic) override { context().output.line(m_table.helpText(topic)); }
    void quit() override { endSoon(); }

    void endSoon()
    {
        context().scheduler.after(0, [self = QPointer(this)] {
            if (self && self->m_actions.open() == 0 && self->undelivered() == 0 && !std::exchange(self->m_hasEnded, true))
                self->end(self->m_code);
        });
    }

    client::CommandTable m_table;
    Counts<ClientActions, client::CommandRequests> m_actions;
    RoomId m_room;
    ExitCode m_code = ExitCode::Ok;
    bool m_hasEnded = false;
};

} // namespace

std::unique_ptr<ScriptTask> makeCmd(ScriptContext& context) { return std::make_unique<RunCommand>(context); }

} // namespace confab::tui
