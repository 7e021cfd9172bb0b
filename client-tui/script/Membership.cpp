// join, leave and create: rooms one is in.
#include "client-tui/script/Subcommand.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using namespace confab::protocol;

namespace {

QString withoutSign(const QString& name) { return name.startsWith(u'#') ? name.mid(1) : name; }

/// Asks once and ends by the answer.
class Membership : public ScriptTask {
public:
    using ScriptTask::ScriptTask;

protected:
    template <typename M>
    void ask(const M& message)
    {
        context().client.request(message, [this](const Result<typename M::Reply>& reply) {
            if (reply)
                end();
            else
                fail(reply.error());
        });
    }
};

class Join final : public Membership {
public:
    using Membership::Membership;
    void begin() override { ask(JoinRoom{.name = withoutSign(arguments().words.first())}); }
};

class Leave final : public Membership {
public:
    using Membership::Membership;
    void begin() override
    {
        withRoom(arguments().words.first(), [this](RoomId room) { ask(LeaveRoom{.room = room}); });
    }
};

class Create final : public Membership {
public:
    using Membership::Membership;
    void begin() override
    {
        CreateRoom message{.name = withoutSign(arguments().words.first()), .isPublic = !arguments().isPrivate};
        if (!arguments().topic.isEmpty())
            message.topic = arguments().topic;
        ask(message);
    }
};

} // namespace

std::unique_ptr<ScriptTask> makeJoin(ScriptContext& context) { return std::make_unique<Join>(context); }

std::unique_ptr<ScriptTask> makeLeave(ScriptContext& context) { return std::make_unique<Leave>(context); }

std::unique_ptr<ScriptTask> makeCreate(ScriptContext& context) { return std::make_unique<Create>(context); }

} // namespace confab::tui
