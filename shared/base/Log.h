// All log categories, tree-shaped. Never message bodies, tokens or passwords.
#pragma once

#include <QLoggingCategory>

namespace confab {

Q_DECLARE_LOGGING_CATEGORY(logNet)              // confab.net
Q_DECLARE_LOGGING_CATEGORY(logProtocol)         // confab.protocol
Q_DECLARE_LOGGING_CATEGORY(logServer)           // confab.server
Q_DECLARE_LOGGING_CATEGORY(logServerAuth)       // confab.server.auth
Q_DECLARE_LOGGING_CATEGORY(logServerStorage)    // confab.server.storage
Q_DECLARE_LOGGING_CATEGORY(logClientSession)    // confab.client.session
Q_DECLARE_LOGGING_CATEGORY(logClientStore)      // confab.client.store
Q_DECLARE_LOGGING_CATEGORY(logTui)              // confab.tui

/// Text from outside as it may stand in one log line: control characters escaped, at most 200 characters.
QString forLog(QStringView text);

/// Installs the programs' log format on standard error (or into `file` when given): one line per entry,
/// time, level, category, text. Call once from main, before threads start.
void setUpLogging(const QString& file = {});

} // namespace confab
