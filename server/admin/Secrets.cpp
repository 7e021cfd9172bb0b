// Terminal echo off and on, files with owner's rights only.
#include "server/admin/Secrets.h"

#include <QFile>
#include <QSaveFile>

#include <cstdio>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

/// Turns the echo off for its lifetime.
class Silence {
public:
    Silence()
    {
        m_changed = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_changed)
            return;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Silence()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    termios m_before = {};
    bool m_changed = false;
};

QString ask(Invocation& call, QFile& input, const char* question)
{
    call.err << question;
    call.err.flush();
    const Silence silence;
    const QString line = QString::fromUtf8(input.readLine());
    call.err << '\n';
    return line.endsWith(u'\n') ? line.chopped(1) : line;
}

} // namespace

Result<QString> readPassword(Invocation& call, bool fromStandardInput)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{ErrorCode::BadArg, u"standard input cannot be read"_s};
    if (fromStandardInput || ::isatty(STDIN_FILENO) == 0) {
        const QString line = QString::fromUtf8(input.readLine());
        return line.endsWith(u'\n') ? line.chopped(1) : line;
    }
    const QString first = ask(call, input, "Password: ");
    if (ask(call, input, "Again: ") != first)
        return Error{ErrorCode::BadArg, u"the two passwords differ"_s};
    return first;
}

Result<Done> writeSecretFile(const QString& path, const QByteArray& text)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorCode::BadArg, u"cannot write %1: %2"_s.arg(path, file.errorString())};
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (file.write(text) != text.size() || !file.commit())
        return Error{ErrorCode::BadArg, u"cannot write %1: %2"_s.arg(path, file.errorString())};
    return Done{};
}

} // namespace confab::server
