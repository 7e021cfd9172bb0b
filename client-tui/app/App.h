// The interactive program: keys in, frames out, and the client core between them.
#pragma once

#include "client-tui/app/Composer.h"
#include "client-tui/app/SignInDialog.h"
#include "client-tui/input/KeyMap.h"
#include "client-tui/term/Terminal.h"
#include "client-tui/views/Screen.h"
#include "shared/client/account/Account.h"
#include "shared/client/account/AutoAway.h"
#include "shared/client/account/Departure.h"
#include "shared/client/account/DraftSync.h"
#include "shared/client/account/LineRunner.h"
#include "shared/client/account/ReadWatch.h"
#include "shared/client/commands/ClientActions.h"
#include "shared/client/commands/CommandTable.h"
#include "shared/client/commands/FrontEnd.h"

namespace confab::tui {

/// What the program is made of. All of it outlives the App.
struct AppParts {
    Terminal& terminal;
    const Clock& clock;
    client::Scheduler& scheduler;
    client::ClientMaker& maker;
    client::KnownServers& known;
};

/// Draws at most once per turn of the event loop and never blocks. Nothing typed is ever lost by leaving: drafts go to the client core.
class App : public QObject, private client::FrontEnd {
    Q_OBJECT
public:
    App(const AppParts& parts, const ThemeOptions& theme);
    ~App() override;

    /// Opens the account, or asks for one when there is none.
    void start(const std::optional<client::Account>& account);

    /// For tests.
    const client::Client* client() const { return m_account ? m_account->client.get() : nullptr; }
    client::Client* client() { return m_account ? m_account->client.get() : nullptr; }
    const Composer& composer() const { return m_composer; }

Q_SIGNALS:
    /// The person or the terminal wants to leave; everything is saved.
    void finished(int exitCode);

private:
    /// One signed-in (or to be signed in) account with its screen.
    struct OpenAccount {
        std::unique_ptr<client::Client> client;
        std::unique_ptr<client::ClientActions> actions;
        std::unique_ptr<Screen> screen;
        client::Account account;
    };

    // FrontEnd
    void print(protocol::Severity severity, const QString& text) override;
    void showRoom(RoomId room) override;
    RoomId currentRoom() const override { return screen().room(); }
    void showNeighbour(int step) override;
    std::optional<Seq> selectedMessage() const override { return std::nullopt; }
    void setInput(const QString& text) override;
    void connectTo(const QString& address) override;
    void showHelp(const QString& topic) override;
    void quit() override;

    // account (AppAccount.cpp)
    void open(const client::Account& account);
    void watchStore();
    void onStateChanged();
    void onSignedIn(const protocol::User& self);
    void onSignInFailed(const Error& error);
    void onMessageArrived(RoomId room, Seq seq);
    void ask(const client::Account& account);
    void explainStep();
    void answerDialog();
    void runWithoutClient(const QString& line);
    void closeAccount();

    // input (AppInput.cpp)
    void onInput(const InputEvent& event);
    void onKey(Key key);
    bool onOverlayKey(Key key);
    void run(AppAction action, int index);
    void runRoomAction(AppAction action, int index);
    void runEdit(EditAction action);
    void onPaste(const Paste& paste);
    void onFocus(bool isIn);
    void onMouse(const Mouse& mouse);
    void send();
    void sendEdited();
    bool editOwn(int nth);
    void complete(int step);
    void interrupt();
    void textChanged();
    /// What is being written goes to the client core, and so to the person's other devices.
    void keepDraft(RoomId room);
    /// A draft that changed on another device appears here, unless something else is being written here.
    void followDraft();

    // rooms and screen (App.cpp)
    Screen& screen() { return m_account ? *m_account->screen : m_emptyScreen; }
    const Screen& screen() const { return m_account ? *m_account->screen : m_emptyScreen; }
    client::Store& store() { return m_account ? m_account->client->store() : m_emptyStore; }
    void showFirstRoom();
    void showNextActivity();
    void scheduleDraw();
    void draw();
    ScreenState screenState() const;
    void afterDraw();
    void fetchLines(RoomId room);
    bool isWatched() const { return m_isFocused && !m_autoAway.isIdle() && !m_isOverlayOpen; }
    QString windowTitle() const;

    Terminal& m_terminal;
    const Clock& m_clock;
    client::Scheduler& m_scheduler;
    client::ClientMaker& m_maker;
    client::KnownServers& m_known;
    client::CommandTable m_commands;
    KeyMap m_keys;
    Theme m_theme;
    Composer m_composer;
    SignInDialog m_dialog;
    client::Store m_emptyStore;
    Screen m_emptyScreen;
    std::optional<OpenAccount> m_account;

    client::ReadWatch m_reading;
    client::AutoAway m_autoAway;
    client::Departure m_departure;
    client::DraftSync m_drafts;
    client::LineRunner m_lines;
    client::Delay m_drawSoon;
    client::Delay m_tick;
    client::Delay m_reopenSoon;
    RoomId m_previousRoom;
    RoomId m_activityOrigin; // where Alt+A started
    QString m_shownTitle;
    bool m_isFocused = true;
    bool m_isOverlayOpen = false;
    bool m_quitIsNext = false; // Ctrl+C on an empty input was pressed once
    bool m_showsRooms = true;
    bool m_showsMembers = true;
};

} // namespace confab::tui
