// tail, history and wait: lines of a room, old and new.
#include "client-tui/script/RoomReader.h"
#include "client-tui/script/ScriptItems.h"
#include "client-tui/script/Subcommand.h"

#include <QTimer>

namespace confab::tui {

using namespace Qt::StringLiterals;
using protocol::HistoryItem;
using protocol::RoomHistory;

namespace {

/// What reading commands share: printing items, pages backwards, following.
class ReadingTask : public ScriptTask {
public:
    using ScriptTask::ScriptTask;

protected:
    void print(const HistoryItem& item)
    {
        if (arguments().json)
            context().output.json(jsonOfItem(item, context().store().roomLabel(m_room)));
        else
            context().output.line(textOfItem(item));
    }

    /// The newest `count` lines, oldest first.
    void readNewest(int count, std::function<void(const QList<HistoryItem>&)> then)
    {
        RoomHistory request{.room = m_room, .limit = std::min(count - int(m_page.size()), limits::historyMessages)};
        if (!m_page.isEmpty())
            request.before = protocol::headOf(m_page.first().event).seq;
        context().client.request(request, [this, count, then = std::move(then)](const Result<RoomHistory::Reply>& reply) {
            if (!reply && isPace(reply.error().code)) {
                QTimer::singleShot(reply.error().retryMs.value_or(paceMs), this, [this, count, then] { readNewest(count, then); });
                return;
            }
            if (!reply) {
                fail(reply.error());
                return;
            }
            Q_EMIT progressed();
            m_page = reply->items + m_page;
            if (reply->remaining > 0 && !reply->items.isEmpty() && m_page.size() < count)
                readNewest(count, then);
            else
                then(m_page);
        });
    }

    /// Reads on after `after`; `take` answers false when it has seen enough.
    void readOn(Seq after, bool follows, std::function<bool(const HistoryItem&)> take)
    {
        m_reader = std::make_unique<RoomReader>(context().client, m_room, after, follows);
        connect(m_reader.get(), &RoomReader::read, this, [this, take = std::move(take)](const QList<HistoryItem>& items) {
            Q_EMIT progressed();
            for (const HistoryItem& item : items) {
                if (m_hasEnded)
                    return;
                if (!take(item) || context().output.isClosed())
                    endOnce();
            }
        });
        connect(m_reader.get(), &RoomReader::caughtUp, this, [this, follows] {
            if (!follows)
                endOnce();
        });
        connect(m_reader.get(), &RoomReader::failed, this, [this](const Error& error) { fail(error); });
        m_reader->start();
    }

    void endOnce()
    {
        if (!std::exchange(m_hasEnded, true))
            end();
    }

    RoomId m_room;

private:
    QList<HistoryItem> m_page;
    std::unique_ptr<RoomReader> m_reader;
    bool m_hasEnded = false;
};

class Tail final : public ReadingTask {
public:
    using ReadingTask::ReadingTask;

    void begin() override
    {
        withRoom(arguments().words.first(), [this](RoomId room) {
            m_room = room;
            readNewest(arguments().count.value_or(10), [this](const QList<HistoryItem>& items) {
                Seq last;
                for (const HistoryItem& item : items) {
                    print(item);
                    last = protocol::headOf(item.event).seq;
                }
                if (!arguments().follow || context().output.isClosed())
                    endOnce();
                else
                    readOn(last, true, [this](const HistoryItem& item) {
                        print(item);
                        return true;
                    });
            });
        });
    }
};

class History final : public ReadingTask {
public:
    using ReadingTask::ReadingTask;

    void begin() override
    {
        withRoom(arguments().words.first(), [this](RoomId room) {
            m_room = room;
            const auto printOne = [this](const HistoryItem& item) {
                print(item);
                return true;
            };
            if (arguments().all) {
                readOn(Seq(), false, printOne);
                return;
            }
            readNewest(arguments().count.value_or(limits::historyMessages), [this](const QList<HistoryItem>& items) {
                for (const HistoryItem& item : items)
                    print(item);
                endOnce();
            });
        });
    }
};

class Wait final : public ReadingTask {
public:
    using ReadingTask::ReadingTask;

    void begin() override
    {
        withRoom(arguments().words.first(), [this](RoomId room) {
            m_room = room;
            readOn(context().store().room(room)->head, true, [this](const HistoryItem& item) {
                const auto* message = std::get_if<protocol::MessagePosted>(&item.event);
                if (!message || !message->text.contains(arguments().words.at(1)))
                    return true;
                print(item);
                return false;
            });
        });
    }
};

} // namespace

std::unique_ptr<ScriptTask> makeTail(ScriptContext& context) { return std::make_unique<Tail>(context); }

std::unique_ptr<ScriptTask> makeHistory(ScriptContext& context) { return std::make_unique<History>(context); }

std::unique_ptr<ScriptTask> makeWait(ScriptContext& context) { return std::make_unique<Wait>(context); }

} // namespace confab::tui
