// Driving tmux by its command line.
#include "tests/support/Tmux.h"

#include "tests/support/WireClient.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace confab::test {

Tmux::Tmux() = default;

Tmux::~Tmux()
{
    run({u"kill-server"_s});
}

bool Tmux::isInstalled()
{
    return !QStandardPaths::findExecutable(u"tmux"_s).isEmpty();
}

QByteArray Tmux::run(const QStringList& arguments)
{
    QProcess process;
    process.start(u"tmux"_s, QStringList{u"-u"_s, u"-S"_s, m_folder.filePath(u"socket"_s), u"-f"_s, u"/dev/null"_s} + arguments);
    process.waitForFinished(10'000);
    return process.readAllStandardOutput();
}

bool Tmux::start(const QString& command, int columns, int rows)
{
    run({u"new-session"_s, u"-d"_s, u"-x"_s, QString::number(columns), u"-y"_s, QString::number(rows), command, u";"_s,
         u"set-option"_s, u"-g"_s, u"remain-on-exit"_s, u"on"_s, u";"_s, u"set-option"_s, u"-g"_s, u"status"_s, u"off"_s, u";"_s,
         u"set-option"_s, u"-g"_s, u"escape-time"_s, u"10"_s});
    resize(columns, rows);
    return programId() > 0;
}

void Tmux::keys(const QStringList& names)
{
    run(QStringList{u"send-keys"_s} + names);
}

void Tmux::type(const QString& text)
{
    run({u"send-keys"_s, u"-l"_s, text});
}

void Tmux::paste(const QString& text)
{
    run({u"set-buffer"_s, text});
    run({u"paste-buffer"_s, u"-p"_s});
}

void Tmux::resize(int columns, int rows)
{
    run({u"resize-window"_s, u"-x"_s, QString::number(columns), u"-y"_s, QString::number(rows)});
}

QString Tmux::screen(bool styles)
{
    QStringList arguments{u"capture-pane"_s, u"-p"_s};
    if (styles)
        arguments << u"-e"_s;
    return QString::fromUtf8(run(arguments));
}

bool Tmux::shows(const QString& text, int limitMs)
{
    return WireClient::waitUntil([&] { return screen().contains(text); }, limitMs);
}

bool Tmux::hides(const QString& text, int limitMs)
{
    return WireClient::waitUntil([&] { return !screen().contains(text); }, limitMs);
}

bool Tmux::hasEnded(int limitMs)
{
    return WireClient::waitUntil([&] { return run({u"list-panes"_s, u"-F"_s, u"#{pane_dead}"_s}).trimmed() == "1"; }, limitMs);
}

qint64 Tmux::programId()
{
    return run({u"list-panes"_s, u"-F"_s, u"#{pane_pid}"_s}).trimmed().toLongLong();
}

} // namespace confab::test
