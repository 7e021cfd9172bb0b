// Posting what a person typed: short codes become emoji, limits are checked before anything is sent.
#pragma once

#include "shared/client/commands/Command.h"

namespace confab::client {

/// Fails when there is nothing to send, or too much.
Result<Done> checkText(const QString& text);

/// Posts to the context's room.
Result<Done> say(const CommandContext& context, const QString& text, std::optional<Seq> replyTo, bool action);

} // namespace confab::client
