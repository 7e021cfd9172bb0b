// The desktop program: opening an account, asking for one, and following its connection.
#include "client-desktop/app/Desktop.h"

#include "client-desktop/views/switcher/QuickSwitcher.h"
#include "shared/client/Explain.h"

namespace confab::desktop {

using namespace Qt::StringLiterals;
using client::Client;
using client::ConnectionPhase;
using client::StopReason;
using protocol::Severity;

void Desktop::open(const client::Account& account)
{
    closeAccount();
    OpenAccount opened;
    opened.account = account;
    opened.client = m_parts.maker.make(account);
    opened.actions = std::make_unique<client::ClientActions>(*opened.client);
    opened.places = std::make_unique<client::SwitcherModel>(opened.client->store(), m_commands);
    opened.page = &m_window.openChat(opened.client->store());
    opened.switcher = new QuickSwitcher(*opened.places, m_parts.look, opened.page);
    m_account = std::move(opened);
    m_autoAway.setClient(m_account->client.get(), m_account->actions.get());
    watchClient();
    connectPanes();
    connectComposer();
    connectTimeline();
}

void Desktop::tryAccount(const client::Account& account)
{
    open(account);
    m_window.showChat();
    client::startClient(*m_account->client, account);
}

void Desktop::pick(const client::Account& account)
{
    const bool isOpen = m_account && m_account->account.name == account.name
        && client::serverKey(m_account->account.url) == client::serverKey(account.url)
        && m_account->client->state().phase != ConnectionPhase::Stopped;
    // Who is in already and asks for the same server means somebody else.
    if (isOpen)
        m_window.signIn().ask({account.url, {}, {}, {}});
    else
        tryAccount(account);
}

void Desktop::watchClient()
{
    Client& client = *m_account->client;
    connect(&client, &Client::stateChanged, this, &Desktop::onStateChanged);
    connect(&client, &Client::signedIn, this, &Desktop::onSignedIn);
    connect(&client, &Client::signInFailed, this, &Desktop::onSignInFailed);
    connect(&client, &Client::notice, this, [this](Severity level, const QString& text) { print(level, text); });
    connect(&client.outbox(), &client::Outbox::added, this, &Desktop::updateBanner);
    connect(&client.outbox(), &client::Outbox::changed, this, &Desktop::updateBanner);
    connect(&client.outbox(), &client::Outbox::removed, this, &Desktop::updateBanner);
    connect(&client.outbox(), &client::Outbox::delivered, this, &Desktop::updateBanner);

    const client::Store& from = client.store();
    connect(&from, &client::Store::roomAdded, this, [this] {
        landSoon();
        updateCaption();
    });
    connect(&from, &client::Store::roomRemoved, this, [this](RoomId room) {
        if (room == currentRoom()) {
            go({});
            landSoon();
        }
        updateCaption();
    });
    connect(&from, &client::Store::unreadChanged, this, &Desktop::updateCaption);
    connect(&from, &client::Store::roomChanged, this, &Desktop::followRoom);

}

void Desktop::connectPanes()
{
    connect(&page().rooms(), &RoomPane::chosen, this, [this](RoomId room) {
        showRoom(room);
        page().focusComposer();
    });
    connect(&page().people(), &PeoplePane::personChosen, this, &Desktop::talkTo);
    connect(&page().people(), &PeoplePane::mentionRequested, this, [this](UserId person) {
        if (const auto who = store().person(person))
            composer().insertText(u'@' + who->name + u' ');
        page().focusComposer();
    });
    QuickSwitcher& switcher = *m_account->switcher;
    connect(&switcher, &QuickSwitcher::roomChosen, this, [this](RoomId room) {
        showRoom(room);
        page().focusComposer();
    });
    connect(&switcher, &QuickSwitcher::personChosen, this, &Desktop::talkTo);
    connect(&switcher, &QuickSwitcher::commandChosen, this, [this](const QString& command) {
        composer().setText(command);
        page().focusComposer();
    });
    connect(&page().banner(), &ConnectionBanner::retryRequested, this, [this] { m_account->client->reconnectNow(); });
    connect(&page().banner(), &ConnectionBanner::signInRequested, this, [this] { ask(m_account->account); });
    connect(&page().banner(), &ConnectionBanner::showFailedRequested, this, [this] {
        for (const client::OutboxEntry& entry : m_account->client->outbox().entries()) {
            if (entry.state != client::DeliveryState::Failed)
                continue;
            showRoom(entry.room());
            page().timeline().jumpToLatest();
            return;
        }
    });
}

void Desktop::closeAccount()
{
    if (!m_account)
        return;
    rememberRoom();
    m_reading.stop();
    m_autoAway.setClient(nullptr, nullptr);
    m_trail.clear();
    disconnect(m_account->client.get(), nullptr, this, nullptr);
    disconnect(&m_account->client->store(), nullptr, this, nullptr);
    disconnect(&m_account->client->outbox(), nullptr, this, nullptr);
    m_account->client->stop();
    // The page looks at the store, and the actions at the client.
    m_window.closeChat();
    m_account->places.reset();
    m_account->actions.reset();
    m_account.reset();
}

void Desktop::ask(const client::Account& account, const QString& words)
{
    const Result<QList<client::KnownServer>> known = m_parts.known.all();
    m_window.signIn().setKnown(known ? *known : QList<client::KnownServer>());
    m_window.showSignIn();
    m_window.signIn().ask(account);
    const bool isUsable = m_account && m_account->client->state().phase != ConnectionPhase::Stopped;
    m_window.signIn().setCanReturn(isUsable && !m_account->client->store().rooms().isEmpty());
    if (!known)
        m_window.signIn().showProblem(known.error().message);
    else if (!words.isEmpty())
        m_window.signIn().showProblem(words);
}

void Desktop::submit(const client::Account& account, const client::Credentials& credentials)
{
    const bool isSame = m_account && m_account->account.url == account.url && m_account->account.name == account.name;
    if (!isSame)
        open(account);
    m_account->account = account;
    m_window.showSignIn();
    m_window.signIn().setBusy(tr("Signing in to %1 …").arg(client::serverKey(account.url)));
    m_account->client->signIn(credentials);
}

void Desktop::cancelSignIn()
{
    if (!m_account)
        return ask({});
    if (m_account->client->state().phase == ConnectionPhase::Stopped || m_account->client->store().rooms().isEmpty()) {
        const client::Account again = m_account->account;
        closeAccount();
        return ask(again.invite.isEmpty() ? client::Account{again.url, {}, {}, {}} : again);
    }
    m_window.showChat();
}

void Desktop::signOut()
{
    const client::Account account = m_account->account;
    m_account->client->signOut([this, account](const Result<Done>& done) {
        // The client that answers must not be destroyed by its answer.
        m_reopenSoon.start(0, [this, account, done] {
            closeAccount();
            ask({account.url, account.name, {}, {}}, done ? QString() : client::explain(done.error()));
        });
    });
}

void Desktop::onStateChanged()
{
    const client::ConnectionState state = m_account->client->state();
    updateBanner();
    if (m_window.isSigningIn() && m_window.signIn().isBusy() && state.phase == ConnectionPhase::WaitingToRetry) {
        // Somebody waits for an answer: say what is wrong instead of trying for ever.
        const QString words = client::explain(state.error);
        m_account->client->stop();
        m_window.signIn().showProblem(words, SignInPage::Field::Address);
        return;
    }
    if (state.phase != ConnectionPhase::Stopped)
        return;
    client::Account again = m_account->account;
    if (const QString& name = m_account->client->options().account; again.name.isEmpty())
        again.name = name;
    again.token.clear();
    if (state.why == StopReason::NeedsSignIn)
        ask(again);
    else if (state.why == StopReason::Revoked)
        ask(again, tr("This device was signed out elsewhere."));
    else if (state.why != StopReason::AuthFailed && m_window.isSigningIn() && !state.error.message.isEmpty())
        m_window.signIn().showProblem(client::explain(state.error));
}

void Desktop::onSignedIn(const protocol::User& self)
{
    m_account->account.name = self.name.toLower();
    m_account->account.invite.clear();
    m_window.signIn().forget();
    m_window.showChat();
    const bool isGuest = m_account->client->options().dataDir.isEmpty();
    if (isGuest)
        return;
    const QString serverId = m_account->client->hello() ? m_account->client->hello()->server.id : QString();
    const auto kept = m_parts.known.remember({m_account->account.url, serverId, m_account->account.name, m_parts.clock.now()});
    if (!kept)
        print(Severity::Warning, kept.error().message);
}

void Desktop::onSignInFailed(const Error& error)
{
    client::Account again = m_account->account;
    again.token.clear();
    if (!m_window.isSigningIn())
        return ask(again, client::explain(error));
    m_window.signIn().showProblem(client::explain(error));
}

void Desktop::updateBanner()
{
    int failed = 0;
    for (const client::OutboxEntry& entry : m_account->client->outbox().entries())
        failed += entry.state == client::DeliveryState::Failed ? 1 : 0;
    page().banner().show(m_account->client->state(), m_account->client->outbox().undelivered(), failed);
}

} // namespace confab::desktop
