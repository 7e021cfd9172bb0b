// A server under test: confabd with a fresh folder, or the bare reference. Started, measured, killed and ended by the generator.
#pragma once

#include "shared/base/Result.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace confab::bench {

/// Where programs and data are.
struct Places {
    QString confabd; ///< the program
    QString config;  ///< its configuration
    QString folder;  ///< where data folders are made; it should be on a real disk
};

struct Account {
    std::string name;
    std::string token;
};

class Subject {
public:
    /// The server is not started yet.
    static std::unique_ptr<Subject> confab(const Places& places);
    static std::unique_ptr<Subject> reference();
    ~Subject();

    Result<Done> start();
    /// So many accounts with a device token each; invented ones for the reference. Before start().
    Result<std::vector<Account>> accounts(int count);
    /// kill -9, waits for the end.
    void kill();
    /// SIGTERM; returns at once.
    void terminate();
    /// Waits for the end after terminate(); the exit code, -1 when it did not end by itself.
    int waitForEnd();

    bool isReference() const { return m_places.confabd.isEmpty(); }
    quint16 port() const { return m_port; }
    pid_t process() const { return pid_t(m_process.processId()); }
    QString errors() const;

private:
    explicit Subject(const Places& places);

    Places m_places;
    std::unique_ptr<QTemporaryDir> m_folder;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace confab::bench
