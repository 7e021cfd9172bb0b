// The window: menus, the sign-in page and the page of the open account, one of them shown; remembers its place.
#pragma once

#include "client-desktop/actions/Actions.h"
#include "client-desktop/views/signin/SignInPage.h"
#include "client-desktop/windows/ChatPage.h"

#include <QMainWindow>
#include <QSettings>

namespace confab::desktop {

/// Knows no client: the owner connects pages and actions. Main thread.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `look` outlives it. `settings`: the file of machine-written state; empty: nothing is remembered.
    MainWindow(Look& look, const QString& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// The file of machine-written state.
    QSettings& settings() { return m_settings; }
    Actions& actions() const { return *m_actions; }
    SignInPage& signIn() const { return *m_signIn; }
    /// Nothing while no account is open.
    ChatPage* chat() const { return m_chat; }

    /// Makes the page of an account, in place of the one before. `store` outlives it or closeChat() comes first.
    ChatPage& openChat(client::Store& store);
    void closeChat();
    /// Without closing the account's page.
    void showSignIn();
    void showChat();
    bool isSigningIn() const;

    /// "(3) #general – Confab"
    void setCaption(const QString& room, qint64 important);
    /// A line for a while, where no room is shown that could take it.
    void note(const QString& text);
    /// Text, marks and spacing together, in steps of ten per cent.
    void zoom(int steps);
    void resetZoom();
    void showShortcuts();
    void showAbout();

Q_SIGNALS:
    /// The person closes the window.
    void closeRequested();
    /// The window became the one that is typed into, or is no more.
    void activeChanged(bool isActive);
    /// Any key or pointer movement in this program.
    void personActed();

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void runOwn(ActionId id);
    void applyScheme(Scheme scheme);
    void applyZoom();
    void restore();
    void remember();

    Look& m_look;
    QSettings m_settings;
    bool m_remembers;
    Actions* m_actions = nullptr;
    QStackedWidget* m_pages = nullptr;
    SignInPage* m_signIn = nullptr;
    ChatPage* m_chat = nullptr;
    PaneChoice m_choice;
    QString m_caption = QStringLiteral("Confab"); // of the account's page
    qreal m_plainSize = 0; // points
    int m_zoom = 0;
};

} // namespace confab::desktop
