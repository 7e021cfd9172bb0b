// What script commands print: lines for people, or JSON Lines for programs.
#pragma once

#include <QJsonObject>
#include <QString>

namespace confab::tui {

/// Unbuffered. When nobody reads any more (a closed pipe), isClosed() becomes true and nothing is written from then on.
class ScriptOutput {
public:
    explicit ScriptOutput(int outFd = 1, int errorFd = 2)
        : m_out(outFd)
        , m_error(errorFd)
    {
    }

    /// One line for people; control characters in it are made visible, also when standard output is no terminal.
    void line(const QString& text);
    /// One JSON object on one line; "v":1 is added.
    void json(QJsonObject object);
    void error(const QString& text);
    bool isClosed() const { return m_isClosed; }
    /// Something could not be written (a full disk), and that was said; a closed pipe is no failure.
    bool hasFailed() const { return m_hasFailed; }

private:
    void close();
    bool writeAll(int fd, const QByteArray& bytes);

    int m_out;
    int m_error;
    bool m_isClosed = false;
    bool m_hasFailed = false;
};

} // namespace confab::tui
