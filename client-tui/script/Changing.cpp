// edit and delete: a message that is already there, by its seq.
#include "client-tui/script/Subcommand.h"
#include "shared/client/Explain.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::DeliveryState;
using client::Outbox;
using client::OutboxEntry;

namespace {

class Change final : public ScriptTask {
public:
    Change(ScriptContext& context, bool deletes)
        : ScriptTask(context)
        , m_deletes(deletes)
    {
        const Outbox& outbox = context.client.outbox();
        connect(&outbox, &Outbox::delivered, this, [this](const OutboxEntry& entry) { settle(entry, {}); });
        connect(&outbox, &Outbox::removed, this, [this](const OutboxEntry& entry) { settle(entry, {}); });
        connect(&outbox, &Outbox::changed, this, [this](const OutboxEntry& entry) {
            if (entry.state == DeliveryState::Failed)
                settle(entry, entry.error);
        });
    }

    void begin() override
    {
        if (!arguments().seq.isValid()) {
            context().output.error(u"--seq N says which message; history --json shows it"_s);
            end(ExitCode::Usage);
            return;
        }
        withRoom(arguments().words.first(), [this](RoomId room) {
            m_c = m_deletes ? context().client.remove(room, arguments().seq)
                            : context().client.edit(room, arguments().seq, arguments().words.mid(1).join(u' '));
        });
    }

    int undelivered() const override { return m_hasEnded ? 0 : 1; }

private:
    void settle(const OutboxEntry& entry, const std::optional<Error>& error)
    {
        if (m_hasEnded || entry.c != m_c)
            return;
        m_hasEnded = true;
        if (!error) {
            end();
            return;
        }
        const ClientId c = entry.c;
        context().scheduler.after(0, [this, c] { context().client.discard(c); });
        context().scheduler.after(0, [this, why = *error] { fail(why); });
    }

    bool m_deletes;
    bool m_hasEnded = false;
    ClientId m_c;
};

} // namespace

std::unique_ptr<ScriptTask> makeEdit(ScriptContext& context) { return std::make_unique<Change>(context, false); }

std::unique_ptr<ScriptTask> makeDelete(ScriptContext& context) { return std::make_unique<Change>(context, true); }

} // namespace confab::tui
