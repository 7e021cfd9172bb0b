// Line mode: for screen readers, simple terminals and pipes. No cursor is moved and nothing is drawn twice.
#pragma once

#include "client-tui/app/CountedActions.h"
#include "client-tui/app/LineSource.h"
#include "client-tui/app/SignInDialog.h"
#include "shared/client/account/Account.h"
#include "shared/client/account/Departure.h"
#include "shared/client/commands/CommandTable.h"
#include "shared/client/commands/FrontEnd.h"

#include <termios.h>

namespace confab::tui {

struct PlainParts {
    const Clock& clock;
    client::Scheduler& scheduler;
    client::ClientMaker& maker;
    client::KnownServers& known;
    int inputFd = 0;
    int outputFd = 1;
    int errorFd = 2;
};

/// One line per event, what was said first and the time last. Typed lines are messages or commands; /next, /unread and /status speak on
/// demand. What is typed before the server has answered waits for that, and so does the end of input. Ends with 0; with 2 or 3 when nobody
/// is there to answer (end of input, or no terminal) and signing in or connecting failed.
class PlainApp : public QObject, private client::FrontEnd {
    Q_OBJECT
public:
    static constexpr qint64 endLimitMs = 10'000; // after the end of input: to connect, and to deliver

    explicit PlainApp(const PlainParts& parts);
    ~PlainApp() override;

    void start(const std::optional<client::Account>& account);

Q_SIGNALS:
    void finished(int exitCode);

private:
    struct OpenAccount {
        std::unique_ptr<client::Client> client;
        std::unique_ptr<CountedActions> actions;
        client::Account account;
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

    void onLeft();
    bool isLeaving() const { return m_hasFailed || m_departure.isLeaving(); }
    void fail(int exitCode, const QString& why);
    bool mayAsk() const;
    bool takesLines() const;
    void takeLines();
    void endInput();
    void confirm(const client::OutboxEntry& entry);
    void open(const client::Account& account);
    void closeAccount();
    void onStateChanged();
    void onRowsInserted(RoomId room, int first, int last);
    void ask(const client::Account& account);
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
    client::Departure m_departure;
    client::Delay m_failSoon;
    QHash<RoomId, Seq> m_spoken; // up to here each room was read out
    RoomId m_room;
    QString m_lastState;
    std::optional<QString> m_held;     // read, but not yet to be handled
    std::optional<termios> m_terminal; // as found, while echo is off
    bool m_hasFailed = false;
    bool m_hasInputEnded = false;
    bool m_isLive = false; // what comes now is news, not catching up
};

} // namespace confab::tui
