// send: messages from arguments or standard input, through the durable outbox.
#include "client-tui/app/LineSource.h"
#include "client-tui/script/Subcommand.h"
#include "shared/client/Explain.h"

#include <QPointer>
#include <QSet>

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::DeliveryState;
using client::Outbox;
using client::OutboxEntry;

namespace {

class Send final : public ScriptTask {
public:
    /// So many messages wait in the outbox at once: enough to keep the server busy, few enough to stop quickly.
    static constexpr qsizetype windowSize = 64;

    explicit Send(ScriptContext& context)
        : ScriptTask(context)
        , m_source(context.inputFd)
    {
        connect(&m_source, &LineSource::ready, this, [this] { feed(); });
        const Outbox& outbox = context.client.outbox();
        connect(&outbox, &Outbox::delivered, this, [this](const OutboxEntry& entry) { settle(entry.c); });
        connect(&outbox, &Outbox::removed, this, [this](const OutboxEntry& entry) { settle(entry.c); });
        connect(&outbox, &Outbox::changed, this, [this](const OutboxEntry& entry) {
            if (entry.state == DeliveryState::Failed)
                refuse(entry);
        });
    }

    void begin() override
    {
        const QStringList words = arguments().words.mid(1);
        m_hasText = !words.isEmpty() && words != QStringList{u"-"_s};
        if (arguments().lines && m_hasText) {
            context().output.error(u"--lines reads standard input; give no text with it"_s);
            end(ExitCode::Usage);
            return;
        }
        withRoom(arguments().words.first(), [this, words](RoomId room) {
            m_room = room;
            if (m_hasText) {
                m_sourceEnded = true;
                if (const QString text = words.join(u' '); text.trimmed().isEmpty())
                    stopReading(u"a message needs text"_s);
                else
                    post(text);
                endIfDone();
            } else {
                m_source.start(arguments().lines ? LineSource::Pieces::Lines : LineSource::Pieces::Whole);
            }
        });
    }

    int undelivered() const override { return int(m_open.size()); }

private:
    void feed()
    {
        while (!m_sourceEnded && m_open.size() < windowSize) {
            const std::optional<QString> line = m_source.next();
            m_lineNumber += line ? 1 : 0;
            if (const QString problem = m_source.problem(); !problem.isEmpty())
                stopReading(arguments().lines && line ? u"line %1: %2"_s.arg(m_lineNumber).arg(problem) : problem);
            else if (!line)
                break;
            else if (!line->trimmed().isEmpty())
                post(*line);
            else if (!arguments().lines)
                stopReading(u"a message needs text"_s);
        }
        if (!m_sourceEnded && m_source.atEnd()) {
            m_sourceEnded = true;
            if (!arguments().lines && m_lineNumber == 0)
                stopReading(u"a message needs text"_s);
        }
        m_source.setPaused(m_sourceEnded || m_open.size() >= windowSize);
        endIfDone();
    }

    /// What was sent so far is still waited for.
    void stopReading(const QString& why)
    {
        context().output.error(why);
        m_code = ExitCode::Usage;
        m_sourceEnded = true;
    }

    void post(const QString& text)
    {
        const ClientId c = context().client.post(m_room, text);
        m_open.insert(c);
        // When the disk refuses the entry has failed already.
        if (const OutboxEntry* entry = context().client.outbox().find(c); entry && entry->state == DeliveryState::Failed)
            refuse(*entry);
    }

    void settle(const ClientId& c)
    {
        if (!m_open.remove(c))
            return;
        Q_EMIT progressed();
        feedLater();
    }

    void refuse(const OutboxEntry& entry)
    {
        if (!m_open.contains(entry.c))
            return;
        context().output.error(u"not sent: "_s + client::explain(entry.error));
        m_code = exitCodeOf(entry.error);
        const ClientId c = entry.c;
        m_open.remove(c);
        // The outbox is telling about this entry: it is discarded when it has done so.
        context().scheduler.after(0, [client = QPointer(&context().client), c] {
            if (client)
                client->discard(c);
        });
        feedLater();
    }

    void feedLater()
    {
        if (std::exchange(m_feedsSoon, true))
            return;
        context().scheduler.after(0, [self = QPointer(this)] {
            if (!self)
                return;
            self->m_feedsSoon = false;
            if (self->m_hasText)
                self->endIfDone();
            else
                self->feed();
        });
    }

    void endIfDone()
    {
        if (m_sourceEnded && m_open.isEmpty() && !std::exchange(m_hasEnded, true))
            end(m_code);
    }

    LineSource m_source;
    RoomId m_room;
    QSet<ClientId> m_open;
    ExitCode m_code = ExitCode::Ok;
    int m_lineNumber = 0;
    bool m_hasText = false;
    bool m_sourceEnded = false;
    bool m_feedsSoon = false;
    bool m_hasEnded = false;
};

} // namespace

std::unique_ptr<ScriptTask> makeSend(ScriptContext& context) { return std::make_unique<Send>(context); }

} // namespace confab::tui
