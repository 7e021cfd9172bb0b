// Line mode: for screen readers, simple terminals and pipes. No cursor is moved and nothing is drawn twice.
#pragma once

#include "client-tui/app/Account.h"
#include "client-tui/app/SignInDialog.h"
#include "client-tui/app/LineSource.h"
#include "shared/client/commands/ClientActions.h"
#include "shared/client/commands/CommandTable.h"
#include "shared/client/commands/FrontEnd.h"

#include <termios.h>

namespace confab::tui {

struct PlainParts {
    const Clock& clock;
    client::Scheduler& scheduler;
    ClientMaker& maker;
    client::KnownServers& known;
    int inputFd = 0;
    int outputFd = 1;
};

/// One line per event, what was said first and the time last. Typed lines are messages or commands; /next, /unread and /status speak on
/// demand.
class PlainApp : public QObject, private client::FrontEnd {
    Q_OBJECT
public:
    static constexpr qint64 deliverLimitMs = 1500; // leaving waits so long for what was just written; later it waits on disk
    static constexpr qint64 goodbyeMs = 50;        // for the last bytes to reach the socket

    explicit PlainApp(const PlainParts& parts);
    ~PlainApp() override;

    void start(const std::optional<Account>& account);

Q_SIGNALS:
    void finished(int exitCode);

private:
    struct OpenAccount {
        std::unique_ptr<client::Client> client;
        std::unique_ptr<client::ClientActions> actions;
        Account account;
    };

    // FrontEnd
    void print(protocol::Severity severity, const QString& text) override;
    void showRoom(RoomId room) override;
    RoomId currentRoom() const override { return m_room; }
    void showNeighbour(int step) override;
    std::optional<Seq> selectedMessage() const override { return std::nullopt; }
    void setInput(const QString& text) override;
    void connectTo(const QString& address) override;
    void showHelp(const QString& topic) override;
    void quit() override;

    void leaveWhenDelivered();
    void leave();
    void open(const Account& account);
    void closeAccount();
    void onStateChanged();
    void onRowsInserted(RoomId room, int first, int last);
    void ask(const Account& account);
    void answerDialog(const QString& text);
    void takeLine(const QString& line);
    bool takeSpoken(const QString& line);
    void sayNext();
    void sayUnread();
    void sayStatus();
    void markRead();
    void say(const QString& line);
    void setEcho(bool on);
    QString lineOf(const client::TimelineRow& row, bool withRoom, RoomId room) const;
    client::Store& store() { return m_account->client->store(); }
    const client::Store& store() const { return m_account->client->store(); }

    const PlainParts m_parts;
    client::CommandTable m_commands;
    SignInDialog m_dialog;
    LineSource m_source;
    std::optional<OpenAccount> m_account;
    client::Delay m_reopenSoon;
    client::Delay m_leaveSoon;
    QHash<RoomId, Seq> m_spoken; // up to here each room was read out
    RoomId m_room;
    QString m_lastState;
    std::optional<termios> m_terminal; // as found, while echo is off
    bool m_isLeaving = false;
    bool m_isLive = false; // what comes now is news, not catching up
};

} // namespace confab::tui
