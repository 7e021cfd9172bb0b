// Running confab-tui's script commands and reading their JSON lines.
#include "tests/support/Script.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr int scriptMs = 120'000;

} // namespace

Printed runScript(const ServerProcess& server, const QString& person, const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    process.start(ServerProcess::program(u"confab-tui"_s),
        QStringList{u"--server"_s, server.url().toString(), u"--token-file"_s, server.folder() + u"/token-"_s + person, u"--profile"_s,
            server.folder() + u"/script-"_s + person}
            + arguments);
    process.write(input);
    process.closeWriteChannel();
    Printed printed;
    if (!process.waitForFinished(scriptMs) || process.exitStatus() != QProcess::NormalExit)
        return printed;
    printed.exitCode = process.exitCode();
    printed.errors = process.readAllStandardError();
    for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
        if (!line.isEmpty())
            printed.lines.append(QJsonDocument::fromJson(line).object());
    }
    return printed;
}

QStringList textsOf(const ServerProcess& server, const QString& person, const QString& room)
{
    QStringList texts;
    for (const QJsonObject& line : runScript(server, person, {u"history"_s, room, u"--all"_s, u"--json"_s}).lines) {
        if (line.value(u"kind"_s).toString() == u"message"_s)
            texts.append(line.value(u"text"_s).toString());
    }
    return texts;
}

} // namespace confab::test
