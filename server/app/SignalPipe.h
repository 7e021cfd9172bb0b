// Unix signals as ordinary calls in the main thread's event loop.
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace confab::server {

/// At most one per process. Watches SIGTERM, SIGINT and SIGHUP from its making to its end.
class SignalPipe {
public:
    /// `handler` gets the signal's number; main thread, from the event loop.
    explicit SignalPipe(std::function<void(int)> handler);
    ~SignalPipe();

private:
    void read();

    std::function<void(int)> m_handler;
    int m_readEnd = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace confab::server
