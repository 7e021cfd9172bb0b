// A real terminal on two file descriptors: raw mode, alternate screen, signals, and bytes both ways.
#pragma once

#include "client-tui/input/InputParser.h"
#include "client-tui/term/Terminal.h"
#include "client-tui/term/VtWriter.h"

#include <memory>

namespace confab::tui {

/// One at a time per process, because signals and the terminal are. Gives the terminal back as it was in every case: destructor,
/// SIGTERM, SIGHUP, Ctrl+Z, exit() and crashes. Needs an event loop; never blocks it. Do not delete it from a slot of
/// its own signals; close() may be called there.
class VtTerminal : public Terminal {
    Q_OBJECT
public:
    struct Options {
        int inputFd = 0;  // not owned
        int outputFd = 1; // not owned
        VtCapabilities capabilities = capabilitiesFromEnvironment();
        bool asksTerminal = true; // query modes at the start (answers come as events)
        int escapeTimeoutMs = InputParser::escapeTimeoutMs;
    };
    /// Bytes kept for a terminal that does not read; a frame in the making is dropped rather than going over it.
    static constexpr qsizetype outputLimit = 1 << 20;

    explicit VtTerminal(Options options, QObject* parent = nullptr);
    ~VtTerminal() override;

    /// Takes the terminal over: raw mode, alternate screen, signal handlers. False when it is not a terminal.
    [[nodiscard]] bool open();
    /// Gives it back. Safe to call twice; the destructor calls it.
    void close();

    QSize size() const override;
    void present(const Grid& grid, Cursor cursor) override;
    void redraw() override;
    void setTitle(const QString& title) override;
    void bell() override;
    void copy(const QString& text) override;
    void setMouse(bool enabled) override;
    void suspend() override;

    /// Frames that were replaced by a newer one because the terminal was too slow.
    int skippedFrames() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace confab::tui
