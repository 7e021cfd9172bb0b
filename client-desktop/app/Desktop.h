// The desktop program: one window, one open account, and the client core between them.
#pragma once

#include "client-desktop/app/RoomTrail.h"
#include "client-desktop/windows/MainWindow.h"
#include "shared/client/account/Account.h"
#include "shared/client/account/AutoAway.h"
#include "shared/client/account/Departure.h"
#include "shared/client/account/DraftSync.h"
#include "shared/client/account/LineRunner.h"
#include "shared/client/account/ReadWatch.h"
#include "shared/client/commands/ClientActions.h"
#include "shared/client/commands/CommandTable.h"
#include "shared/client/commands/FrontEnd.h"
#include "shared/client/models/SwitcherModel.h"

namespace confab::desktop {

class QuickSwitcher;

/// What the program is made of. All of it outlives the Desktop.
struct DesktopParts {
    Look& look;
    const Clock& clock;
    client::Scheduler& scheduler;
    client::ClientMaker& maker;
    client::KnownServers& known;
    QString settings;    ///< file of machine-written state
    QString secretPlace; ///< where tokens are kept, as a person reads it
};

/// Connects what the views ask for with the client core, and what the core says with the views. Never blocks. Nothing typed is ever lost by
/// leaving: drafts go to the client core. Main thread.
class Desktop : public QObject, private client::FrontEnd {
    Q_OBJECT
public:
    explicit Desktop(const DesktopParts& parts);
    ~Desktop() override;

    /// Opens the account, or asks for one when there is none; shows the window.
    void start(const std::optional<client::Account>& account);

    MainWindow& window() { return m_window; }
    /// Nothing while no account is open.
    client::Client* client() { return m_account ? m_account->client.get() : nullptr; }

Q_SIGNALS:
    /// The person wants to leave; everything is saved.
    void finished();

private:
    /// One signed-in (or to be signed in) account with its page.
    struct OpenAccount {
        std::unique_ptr<client::Client> client;
        std::unique_ptr<client::ClientActions> actions;
        std::unique_ptr<client::SwitcherModel> places;
        client::Account account;
        ChatPage* page = nullptr;          // the window's
        QuickSwitcher* switcher = nullptr; // the page's
    };

    // FrontEnd
    void print(protocol::Severity severity, const QString& text) override;
    void showRoom(RoomId room) override;
    RoomId currentRoom() const override;
    void showNeighbour(int step) override;
    std::optional<Seq> selectedMessage() const override;
    void setInput(const QString& text) override;
    void connectTo(const QString& address) override;
    void showHelp(const QString& topic) override;
    void quit() override;

    // account (DesktopAccount.cpp)
    void open(const client::Account& account);
    /// With the token there is; asks when there is none.
    void tryAccount(const client::Account& account);
    void pick(const client::Account& account);
    void watchClient();
    void connectPanes();
    void closeAccount();
    void ask(const client::Account& account, const QString& words = {});
    void submit(const client::Account& account, const client::Credentials& credentials);
    void cancelSignIn();
    void signOut();
    void onStateChanged();
    void onSignedIn(const protocol::User& self);
    void onSignInFailed(const Error& error);
    void updateBanner();

    // rooms (Desktop.cpp)
    void run(ActionId id);
    void go(RoomId room);
    /// A little later: rooms come one after the other.
    void landSoon();
    void showFirstRoom();
    QString roomKey() const;
    void rememberRoom();
    RoomId rememberedRoom();
    void talkTo(UserId person);
    void markAllRead();
    void followRoom(RoomId room);
    void onMoved();
    /// What is on the screen or close to it, and not loaded.
    void fetchLines(RoomId room);
    /// A room whose first unread line is older than what is loaded opens there all the same.
    void fetchUnread(RoomId room);
    void fetchMessage(Seq seq);
    void watchReading();
    void updateCaption();
    void openLink(const QUrl& link);

    // writing (DesktopWriting.cpp)
    void connectComposer();
    void connectTimeline();
    void send();
    void sendEdited();
    void sendReply(Seq to);
    void editOwn(int nth);
    void editLine(Seq seq);
    void editPending(const ClientId& c);
    void removeLine(Seq seq);
    void reply(Seq seq);
    void textEdited();

    client::Store& store() { return m_account->client->store(); }
    ChatPage& page() const { return *m_account->page; }
    Composer& composer() const { return m_account->page->composer(); }
    bool isWatched() const;

    DesktopParts m_parts;
    MainWindow m_window;
    client::CommandTable m_commands;
    client::ReadWatch m_reading;
    client::AutoAway m_autoAway;
    client::Departure m_departure;
    client::DraftSync m_drafts;
    client::LineRunner m_lines;
    client::Delay m_reopenSoon;
    client::Delay m_landSoon;
    client::Delay m_fetchSoon;
    RoomTrail m_trail;
    Seq m_unreadAfter; // the read marker of a room just opened, until its lines are there
    std::optional<OpenAccount> m_account;
};

} // namespace confab::desktop
