// A real confabd on a folder of its own and a free port of loopback, started, killed and started again by a test.
#pragma once

#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

namespace confab::test {

class ServerProcess {
public:
    ServerProcess();
    /// Kills what still runs.
    ~ServerProcess();

    /// Lines for the server's config file; before start().
    void setConfig(const QByteArray& toml);
    /// Words before the program's name in start(), as `strace -D`. The last program of the chain must become confabd (exec), so that
    /// signals reach it and its process id is the server's.
    void setWrapper(const QStringList& words) { m_wrapper = words; }
    /// Starts and waits for the ready line. The second start listens on the same port with the same data. False: see errors().
    bool start();
    /// kill -9, waits for the end.
    void kill();
    /// SIGTERM, waits for the end; the exit code.
    int terminate();
    bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }
    qint64 processId() const { return m_process ? m_process->processId() : 0; }

    /// Runs `confabd <arguments> --data DIR` to its end, with `input` on its standard input. The exit code; standard output in `out` when given.
    int admin(const QStringList& arguments, QByteArray* out = nullptr, const QByteArray& input = {});
    /// Makes a person and gives their device token; empty when it failed.
    QString addUser(const QString& name, bool admin = false);
    bool setPassword(const QString& name, const QString& password);
    bool addRoom(const QString& name, const QStringList& options = {});
    bool assign(const QString& room, const QStringList& people);

    QUrl url() const { return m_url; }
    QString dataDir() const { return m_folder.path() + QStringLiteral("/data"); }
    QString folder() const { return m_folder.path(); }
    /// What the server said on standard error, for a failing test's message.
    QByteArray errors() const;

    static QString program(const QString& name);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    QUrl m_url;
    QStringList m_wrapper;
    bool m_hasConfig = false;
};

} // namespace confab::test
