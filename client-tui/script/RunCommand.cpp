// cmd: a slash command as if it had been typed in a room.
#include "client-tui/app/CountedActions.h"
#include "client-tui/script/Subcommand.h"
#include "shared/client/Explain.h"
#include "shared/client/commands/CommandTable.h"

#include <QPointer>

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::Outbox;
using protocol::Severity;

namespace {

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
        if (!client::CommandTable::isCommand(arguments().words.at(1)) && arguments().words.at(1).trimmed() != "/"_L1) {
            context().output.error(u"usage: confab-tui cmd ROOM COMMAND, and a COMMAND begins with a slash; send sends text"_s);
            end(ExitCode::Usage);
            return;
        }
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
    CountedActions m_actions;
    RoomId m_room;
    ExitCode m_code = ExitCode::Ok;
    bool m_hasEnded = false;
};

} // namespace

std::unique_ptr<ScriptTask> makeCmd(ScriptContext& context) { return std::make_unique<RunCommand>(context); }

} // namespace confab::tui
