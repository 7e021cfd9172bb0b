// How commands ask the server: errors are printed in plain words, answers are handled.
#pragma once

#include "shared/client/Explain.h"
#include "shared/client/commands/Command.h"

#include <QCoreApplication>

namespace confab::client {

inline QString commandText(const char* text, int n = -1) { return QCoreApplication::translate("Commands", text, nullptr, n); }

/// Wrong arguments: the table adds the usage.
inline Error usage() { return {ErrorCode::BadArg, {}}; }

/// `done` runs only on success.
template <typename M>
void ask(const CommandContext& context, const M& message, std::function<void(const typename M::Reply&)> done)
{
    if (M::durable && !context.actions.isOnline())
        context.say(commandText("Not connected: this will be done when the connection is back."));
    context.actions.request(message, Answer<M>([context, done = std::move(done)](const Result<typename M::Reply>& answer) {
        if (answer)
            done(*answer);
        else
            context.warn(explain(answer.error()));
    }));
}

} // namespace confab::client
