// confab-tui's script commands as a witness: what the server holds, seen by somebody who is not the program under test.
#pragma once

#include "tests/support/ServerProcess.h"

#include <QJsonObject>

namespace confab::test {

/// What a script printed, one JSON object per line.
struct Printed {
    int exitCode = -1; ///< -1: it did not end in time
    QList<QJsonObject> lines;
    QByteArray errors;
};

/// Runs `confab-tui ARGUMENTS` to its end as the person whose token ServerProcess::addUser() wrote.
Printed runScript(const ServerProcess& server, const QString& person, const QStringList& arguments, const QByteArray& input = {});

/// Every message of the room, oldest first, as `person` sees them now.
QStringList textsOf(const ServerProcess& server, const QString& person, const QString& room);

} // namespace confab::test
