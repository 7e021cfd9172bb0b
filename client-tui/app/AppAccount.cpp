// The interactive program: opening an account, asking for one, and following its connection.
#include "client-tui/app/App.h"

#include "shared/client/Explain.h"
#include "shared/client/text/CommandLine.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::Client;
using client::StopReason;
using client::Store;
using protocol::Severity;

void App::open(const client::Account& account)
{
    closeAccount();
    OpenAccount opened;
    opened.account = account;
    opened.client = m_maker.make(account);
    opened.actions = std::make_unique<client::ClientActions>(*opened.client);
    opened.screen = std::make_unique<Screen>(opened.client->store());
    opened.screen->setTheme(m_theme);
    m_account = std::move(opened);
    m_autoAway.setClient(m_account->client.get(), m_account->actions.get());

    Client& client = *m_account->client;
    connect(&client, &Client::stateChanged, this, &App::onStateChanged);
    connect(&client, &Client::signedIn, this, &App::onSignedIn);
    connect(&client, &Client::signInFailed, this, &App::onSignInFailed);
    connect(&client, &Client::notice, this, [this](Severity level, const QString& text) {
        screen().timeline().addLocal(currentRoom(), level, text);
        scheduleDraw();
    });
    connect(&client.outbox(), &client::Outbox::changed, this, &App::scheduleDraw);
    connect(&client.outbox(), &client::Outbox::removed, this, &App::scheduleDraw);
    watchStore();
}

void App::watchStore()
{
    Store& from = store();
    connect(&from, &Store::roomAdded, this, &App::scheduleDraw);
    connect(&from, &Store::roomRemoved, this, &App::scheduleDraw);
    connect(&from, &Store::unreadChanged, this, &App::scheduleDraw);
    connect(&from, &Store::rowsInserted, this, &App::scheduleDraw);
    connect(&from, &Store::rowsChanged, this, &App::scheduleDraw);
    connect(&from, &Store::rowsRemoved, this, &App::scheduleDraw);
    connect(&from, &Store::timelineReset, this, &App::scheduleDraw);
    connect(&from, &Store::membersChanged, this, &App::scheduleDraw);
    connect(&from, &Store::typingChanged, this, &App::scheduleDraw);
    connect(&from, &Store::messageArrived, this, &App::onMessageArrived);
    connect(&from, &Store::selfChanged, this, [this] {
        screen().timeline().forgetLayout();
        scheduleDraw();
    });
    connect(&from, &Store::personChanged, this, [this] {
        screen().timeline().forgetLayout();
        scheduleDraw();
    });
    connect(&from, &Store::roomChanged, this, [this](RoomId id) {
        if (id == currentRoom())
            followDraft();
        scheduleDraw();
    });
}

void App::closeAccount()
{
    if (!m_account)
        return;
    m_reading.stop();
    m_autoAway.setClient(nullptr, nullptr);
    m_tick.stop();
    disconnect(m_account->client.get(), nullptr, this, nullptr);
    disconnect(&m_account->client->store(), nullptr, this, nullptr);
    disconnect(&m_account->client->outbox(), nullptr, this, nullptr);
    m_account->client->stop();
    // The screen looks at the store, and the actions at the client.
    m_account->screen.reset();
    m_account->actions.reset();
    m_account.reset();
    m_composer.enterRoom({}, {});
}

void App::onStateChanged()
{
    if (m_departure.isLeaving())
        return;
    const client::ConnectionState state = m_account->client->state();
    if (state.phase == client::ConnectionPhase::Stopped && !m_dialog.isOpen()) {
        client::Account again = m_account->account;
        if (const QString& name = m_account->client->options().account; again.name.isEmpty())
            again.name = name;
        if (state.why == StopReason::NeedsSignIn || state.why == StopReason::Revoked)
            ask(again);
        else if (state.why != StopReason::AuthFailed && !state.error.message.isEmpty())
            print(Severity::Alert, client::explain(state.error));
    }
    scheduleDraw();
}

void App::onSignedIn(const protocol::User& self)
{
    if (m_dialog.isOpen()) {
        m_dialog.close();
        m_composer.enterRoom(currentRoom(), {});
    }
    m_account->account.name = self.name.toLower();
    const QString serverId = m_account->client->hello() ? m_account->client->hello()->server.id : QString();
    const bool isGuest = m_account->client->options().dataDir.isEmpty();
    if (!isGuest) {
        const auto kept = m_known.remember({m_account->account.url, serverId, m_account->account.name, m_clock.now()});
        if (!kept)
            print(Severity::Warning, kept.error().message);
    }
    scheduleDraw();
}

void App::onSignInFailed(const Error& error)
{
    print(Severity::Alert, client::explain(error));
    client::Account again = m_account->account;
    again.token.clear();
    // The name may be what is wrong: it is asked for again with the invite or the password.
    if (!again.invite.isEmpty())
        again.name.clear();
    ask(again);
}

void App::onMessageArrived(RoomId id, Seq seq)
{
    const client::Room* room = store().room(id);
    const int row = store().timeline(id).indexOf(seq);
    if (!room || row < 0)
        return;
    const bool isMuted = room->mutedUntil && room->mutedUntil->value() > m_clock.now().value();
    const bool isForMe = room->isDirect() || store().timeline(id).at(row).mentionsMe;
    const bool isSeen = m_isFocused && !m_autoAway.isIdle() && id == currentRoom();
    if (isForMe && !isMuted && !isSeen)
        m_terminal.bell();
}

// ---- asking ----

void App::ask(const client::Account& account)
{
    m_dialog.open(account);
    m_composer.enterRoom({}, {});
    explainStep();
}

void App::explainStep()
{
    if (const QString words = m_dialog.explanation(); !words.isEmpty())
        print(Severity::Info, words);
}

void App::answerDialog()
{
    const QString text = m_composer.text();
    // Never by way of the history: this may be a password.
    m_composer.enterRoom({}, {});
    if (!m_dialog.isSecret() && text.trimmed().startsWith(u'/')) {
        runWithoutClient(text);
        return;
    }
    const Result<SignInDialog::Progress> progress = m_dialog.answer(text);
    if (!progress) {
        print(Severity::Warning, progress.error().message);
        return;
    }
    if (*progress == SignInDialog::Progress::Next) {
        explainStep();
        return;
    }
    const client::Account account = m_dialog.account();
    const client::Credentials credentials = m_dialog.credentials();
    m_dialog.close();
    const bool isSame = m_account && m_account->account.url == account.url && m_account->account.name == account.name;
    if (!isSame)
        open(account);
    m_account->account = account;
    print(Severity::Info, u"Signing in to %1 …"_s.arg(client::serverKey(account.url)));
    m_account->client->signIn(credentials);
}

void App::runWithoutClient(const QString& line)
{
    const client::TypedLine typed = client::parseLine(line);
    const client::Command* command = m_commands.find(typed.name);
    if (typed.kind == client::LineKind::CommandList || (command && command->name == "help"_L1))
        showHelp({});
    else if (command && command->name == "quit"_L1)
        quit();
    else if (command && command->name == "connect"_L1)
        connectTo(typed.text);
    else
        print(Severity::Warning, u"That works once you are signed in. Now there are /connect, /help and /quit."_s);
}

} // namespace confab::tui
