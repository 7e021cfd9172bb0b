// The sentences of lines that are not talk, and strings from outside made safe for the store; internal to this folder.
#pragma once

#include "shared/client/store/Store.h"

namespace confab::client {

/// A user's string inside a sentence of ours: isolated when it could reorder its neighbours.
QString quoted(const QString& safeText);
QString safeLine(const QString& text);
protocol::User safeUser(const protocol::User& user);
Error safeError(Error error);

} // namespace confab::client
