// A session bus and an accessibility bus for one test, on sockets of their own.
#pragma once

#include "tests/support/Accessible.h"
#include "tests/support/VirtualDisplay.h"

#include <QHash>

namespace confab::test {

class SessionBus : public QObject {
    Q_OBJECT

public:
    explicit SessionBus(const VirtualDisplay& display);
    ~SessionBus() override;

    /// What is not installed, for the reason of a skip; empty when all is there.
    static QString missing();

    /// Starts both buses and the registry, and connects. The display must be started. False: see the display's errors().
    bool start();
    /// The display's environment with this bus, and Qt's accessibility switched on.
    QProcessEnvironment environment() const;

    /// Waits until the program has registered. Invalid after the limit.
    Accessible application(qint64 processId, int limitMs = 20'000);

    /// Tells programs that somebody listens to object, window and focus events (they send none otherwise), and counts them from now on.
    bool countEvents();
    /// All that came, but those of the kind left out.
    int eventCount(const QString& leftOut = {}) const;
    void forgetEvents() { m_events.clear(); }
    /// "ChildrenChanged 200, TextChanged 3": for the message of a failing test.
    QString eventSummary() const;

private Q_SLOTS:
    void onEvent(const QDBusMessage& event);

private:
    bool startBus();
    bool startAccessibility();

    const VirtualDisplay& m_display;
    std::unique_ptr<QProcess> m_bus;
    std::unique_ptr<QProcess> m_launcher;
    QString m_address;
    QString m_connectionName;
    QDBusConnection m_accessibility;
    QHash<QString, int> m_events;
};

} // namespace confab::test
