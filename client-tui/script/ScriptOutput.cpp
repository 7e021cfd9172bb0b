// What script commands print: lines for people, or JSON Lines for programs.
#include "client-tui/script/ScriptOutput.h"

#include "shared/client/text/Sanitiser.h"

#include <QJsonDocument>

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace confab::tui {

using namespace Qt::StringLiterals;

void ScriptOutput::line(const QString& text)
{
    // Further lines of one message stand under it, so that no line of a message can pass for another one's.
    QString safe = client::safeBody(text);
    safe.replace(u'\n', u"\n    "_s);
    if (!m_isClosed && !writeAll(m_out, safe.toUtf8() + '\n'))
        close();
}

void ScriptOutput::json(QJsonObject object)
{
    object.insert("v"_L1, 1);
    if (!m_isClosed && !writeAll(m_out, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n'))
        close();
}

void ScriptOutput::close()
{
    m_isClosed = true;
    // A reader that went away has what it wanted; anything else is a loss that must not pass for success.
    if (errno != EPIPE) {
        m_hasFailed = true;
        error(u"the output could not be written: %1"_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
    }
}

void ScriptOutput::error(const QString& text)
{
    // Nobody to tell is no reason to stop.
    writeAll(m_error, u"confab-tui: %1\n"_s.arg(client::plainLine(text)).toUtf8());
}

bool ScriptOutput::writeAll(int fd, const QByteArray& bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::write(fd, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (written > 0) {
            done += written;
        } else if (written < 0 && errno == EAGAIN) {
            pollfd wait{fd, POLLOUT, 0};
            ::poll(&wait, 1, -1);
        } else if (written < 0 && errno != EINTR) {
            return false;
        }
    }
    return true;
}

} // namespace confab::tui
