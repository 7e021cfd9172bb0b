// The desktop program: the window's actions, the rooms, and what commands want of it.
#include "client-desktop/app/Desktop.h"

#include "client-desktop/views/switcher/QuickSwitcher.h"
#include "client-desktop/windows/HelpSheet.h"

#include "shared/client/Explain.h"

#include <QDesktopServices>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using protocol::Severity;

namespace {

constexpr qint64 fetchAgainMs = 1000;

QList<HelpSection> commandSections(const client::CommandTable& commands)
{
    using client::CommandFamily;
    static constexpr std::pair<CommandFamily, const char*> families[] = {
        {CommandFamily::Talk, QT_TRANSLATE_NOOP("confab::desktop::Desktop", "Talking")},
        {CommandFamily::Rooms, QT_TRANSLATE_NOOP("confab::desktop::Desktop", "Rooms and people")},
        {CommandFamily::Self, QT_TRANSLATE_NOOP("confab::desktop::Desktop", "Yourself")},
        {CommandFamily::Connection, QT_TRANSLATE_NOOP("confab::desktop::Desktop", "Connection and program")},
    };
    QList<HelpSection> sections;
    for (const auto& [family, title] : families) {
        HelpSection section{Desktop::tr(title), {}};
        for (const client::Command& command : commands.all()) {
            if (command.family == family)
                section.facts.append({command.synopsis(), command.summary});
        }
        sections.append(section);
    }
    return sections;
}

} // namespace

Desktop::Desktop(const DesktopParts& parts)
    : m_parts(parts)
    , m_window(parts.look, parts.settings)
    , m_reading(parts.scheduler)
    , m_autoAway(parts.scheduler)
    , m_departure(parts.scheduler)
    , m_lines(m_commands)
    , m_reopenSoon(parts.scheduler)
    , m_landSoon(parts.scheduler)
    , m_fetchSoon(parts.scheduler)
{
    connect(&m_window.actions(), &Actions::triggered, this, &Desktop::run);
    connect(&m_window.actions(), &Actions::roomByNumber, this, [this](int index) {
        if (m_account && !m_window.isSigningIn())
            showRoom(page().rooms().at(index));
    });
    connect(&m_window, &MainWindow::closeRequested, this, &Desktop::quit);
    connect(&m_window, &MainWindow::personActed, this, [this] { m_autoAway.noteActivity(); });
    connect(&m_window, &MainWindow::activeChanged, this, [this](bool isActive) {
        if (isActive)
            m_autoAway.noteActivity();
        watchReading();
    });
    m_autoAway.onChange = [this] { watchReading(); };
    connect(&m_window.signIn(), &SignInPage::submitted, this, &Desktop::submit);
    connect(&m_window.signIn(), &SignInPage::accountPicked, this, &Desktop::pick);
    connect(&m_window.signIn(), &SignInPage::returned, &m_window, &MainWindow::showChat);
    connect(&m_window.signIn(), &SignInPage::cancelled, this, &Desktop::cancelSignIn);
    m_autoAway.noteActivity();
}

Desktop::~Desktop() { closeAccount(); }

void Desktop::start(const std::optional<client::Account>& account)
{
    m_window.signIn().setSecretPlace(m_parts.secretPlace);
    if (account && (!account->name.isEmpty() || !account->token.isEmpty()))
        tryAccount(*account);
    else
        ask(account.value_or(client::Account()));
    m_window.show();
}

// ---- what commands ask for ----

void Desktop::print(Severity severity, const QString& text)
{
    if (!currentRoom().isValid() || m_window.isSigningIn()) {
        m_window.note(text);
        return;
    }
    page().timeline().addLocal(currentRoom(), severity, text);
    page().timeline().jumpToLatest();
}

RoomId Desktop::currentRoom() const { return m_account ? page().room() : RoomId(); }

void Desktop::showRoom(RoomId room)
{
    if (!m_account || !store().room(room))
        return;
    m_window.showChat();
    if (room == currentRoom())
        return;
    m_trail.visit(room);
    go(room);
}

void Desktop::showNeighbour(int step) { showRoom(page().rooms().neighbour(step)); }

std::optional<Seq> Desktop::selectedMessage() const { return m_account ? page().timeline().selectedMessage() : std::nullopt; }

void Desktop::setInput(const QString& text)
{
    composer().setText(text);
    m_lines.noteInputSet();
}

void Desktop::connectTo(const QString& address)
{
    const Result<client::Account> account = client::accountFromAddress(address);
    if (!account)
        return print(Severity::Warning, account.error().message);
    // The client that runs this command must not be destroyed by it.
    m_reopenSoon.start(0, [this, target = client::completed(*account, m_parts.known)] {
        closeAccount();
        start(target);
    });
}

void Desktop::showHelp(const QString& topic)
{
    if (!topic.isEmpty())
        return print(Severity::Info, m_commands.helpText(topic));
    // Later: a sheet that runs its own event loop must not stand inside a command.
    m_reopenSoon.start(0, [this] { HelpSheet(tr("Slash commands"), commandSections(m_commands), m_parts.look, &m_window).exec(); });
}

void Desktop::quit()
{
    m_window.hide();
    m_departure.leave(m_account ? m_account->client.get() : nullptr, [this] {
        closeAccount();
        Q_EMIT finished();
    });
}

// ---- actions ----

void Desktop::run(ActionId id)
{
    if (id == ActionId::Quit)
        return static_cast<void>(m_window.close());
    if (id == ActionId::SignInElsewhere)
        return ask({});
    if (!m_account || m_window.isSigningIn())
        return;
    const auto isThere = [this](RoomId room) { return store().room(room) != nullptr; };
    switch (id) {
    case ActionId::SignOut:
        return signOut();
    case ActionId::GoTo:
        return m_account->switcher->open();
    case ActionId::PreviousRoom:
        return showNeighbour(-1);
    case ActionId::NextRoom:
        return showNeighbour(1);
    case ActionId::PreviousUnread:
        return showRoom(page().rooms().nextUnread(-1));
    case ActionId::NextUnread:
        return showRoom(page().rooms().nextUnread(1));
    case ActionId::Back:
        return go(m_trail.go(-1, isThere));
    case ActionId::Forward:
        return go(m_trail.go(1, isThere));
    case ActionId::JumpToUnread:
        if (!page().timeline().jumpToUnread())
            page().timeline().jumpToLatest();
        return;
    case ActionId::JumpToLatest:
        return page().timeline().jumpToLatest();
    case ActionId::MarkRead:
        if (const client::Room* room = store().room(currentRoom()))
            m_account->client->markRead(room->id, room->head);
        return page().timeline().takeUnreadLine();
    case ActionId::MarkAllRead:
        return markAllRead();
    case ActionId::Reconnect:
        return m_account->client->reconnectNow();
    case ActionId::Commands:
        return showHelp({});
    default:
        return; // the window's own
    }
}

void Desktop::markAllRead()
{
    for (const RoomId id : store().rooms()) {
        if (const client::Room* room = store().room(id); room->unread > 0)
            m_account->client->markRead(id, room->head);
    }
    page().timeline().takeUnreadLine();
}

void Desktop::talkTo(UserId person)
{
    if (const RoomId room = store().directRoom(person); room.isValid())
        return showRoom(room);
    m_account->client->request(protocol::DirectRoom{.user = person}, std::function<void(Result<protocol::RoomReply>)>([this](const auto& reply) {
        if (reply)
            showRoom(reply->room.id);
        else
            print(Severity::Warning, client::explain(reply.error()));
    }));
}

// ---- rooms ----

void Desktop::go(RoomId room)
{
    if (!room.isValid() && !currentRoom().isValid())
        return;
    if (!room.isValid() && store().room(currentRoom()))
        return; // the end of the trail
    const RoomId before = currentRoom();
    if (before.isValid())
        m_account->client->setTyping(before, false);
    m_reading.stop();
    page().showRoom(room);
    const client::Room* shown = store().room(room);
    m_unreadAfter = shown && shown->unread > 0 ? shown->read : Seq();
    composer().enterRoom(room, shown ? m_drafts.enter(room, shown->draft) : QString());
    if (shown) {
        composer().setPlaceholder(tr("Message %1").arg(store().roomLabel(room)));
        m_account->places->noteShown(room);
        m_account->client->openRoom(room);
    }
    updateCaption();
    watchReading();
    rememberRoom();
}

void Desktop::landSoon()
{
    m_landSoon.startOnce(0, [this] { showFirstRoom(); });
}

void Desktop::showFirstRoom()
{
    if (!m_account || currentRoom().isValid() || store().rooms().isEmpty())
        return;
    // Where one was last, else the lobby, else the first room.
    const RoomId last = rememberedRoom();
    const RoomId lobby = store().findRoom(u"lobby");
    const RoomId room = store().room(last) ? last : lobby.isValid() ? lobby : page().rooms().at(0);
    if (!store().room(room))
        return;
    m_trail.visit(room);
    go(room);
    // Until now there was no message field to be in.
    if (!m_window.isSigningIn())
        page().focusComposer();
}

QString Desktop::roomKey() const
{
    const QString who = m_account->account.name + u'@' + client::serverKey(m_account->account.url);
    return u"rooms/"_s + QString::fromLatin1(QUrl::toPercentEncoding(who));
}

void Desktop::rememberRoom()
{
    if (currentRoom().isValid() && !m_account->account.name.isEmpty())
        m_window.settings().setValue(roomKey(), currentRoom().value());
}

RoomId Desktop::rememberedRoom() { return RoomId(m_window.settings().value(roomKey(), 0).toLongLong()); }

void Desktop::followRoom(RoomId id)
{
    const client::Room* room = store().room(id);
    if (!room || id != currentRoom())
        return;
    if (const auto text = m_drafts.follow(room->draft, composer().text(), composer().editing().has_value()))
        composer().setText(*text);
}

void Desktop::onMoved()
{
    const RoomId room = currentRoom();
    if (!m_account || !room.isValid())
        return;
    fetchUnread(room);
    fetchLines(room);
    watchReading();
}

void Desktop::fetchLines(RoomId room)
{
    const TimelineView& timeline = page().timeline();
    client::Client& client = *m_account->client;
    if (timeline.wantsOlder() && store().timeline(room).hasOlder() && !client.isLoadingOlder(room))
        client.loadOlder(room);
    // What the server refused for its pace is asked for again while it is in sight.
    const auto retry = [this](const Result<Done>& done) {
        if (!done && isPassing(done.error().code))
            m_fetchSoon.startOnce(fetchAgainMs, [this] { onMoved(); });
    };
    const LinesInSight sight = timeline.linesInSight();
    if (sight.oldest.isValid())
        client.lookAt(room, sight.oldest, sight.newest);
    if (sight.gap.isValid() && !client.isLoadingGap(room, sight.gap))
        client.loadGap(room, sight.gap, sight.comesFromBelow ? client::GapEnd::Upper : client::GapEnd::Lower, retry);
}

void Desktop::fetchUnread(RoomId room)
{
    const client::Timeline& lines = store().timeline(room);
    if (!m_unreadAfter.isValid() || lines.isEmpty())
        return;
    const Seq read = std::exchange(m_unreadAfter, {});
    if (lines.coveredFrom().value() <= read.value() + 1)
        return;
    m_account->client->openAt(room, read, [this, room](const Result<Done>& done) {
        if (done && m_account && room == currentRoom())
            page().timeline().jumpToUnread();
    });
}

void Desktop::fetchMessage(Seq seq)
{
    const RoomId room = currentRoom();
    m_account->client->openAt(room, seq, [this, room, seq](const Result<Done>& done) {
        if (!m_account || room != currentRoom())
            return;
        if (!done)
            print(Severity::Warning, client::explain(done.error()));
        else
            page().timeline().showMessage(seq);
    });
}

bool Desktop::isWatched() const { return m_window.isActiveWindow() && !m_window.isSigningIn() && !m_autoAway.isIdle(); }

void Desktop::watchReading()
{
    const RoomId room = currentRoom();
    if (!room.isValid())
        return m_reading.stop();
    page().timeline().setWatched(isWatched());
    m_reading.look(*m_account->client, room, page().timeline().newestSeen(), isWatched());
}

void Desktop::updateCaption()
{
    qint64 important = 0;
    for (const RoomId id : store().rooms()) {
        const client::Room* room = store().room(id);
        important += room->isDirect() ? room->unread : room->mentions;
    }
    m_window.setCaption(currentRoom().isValid() ? store().roomLabel(currentRoom()) : QString(), important);
}

void Desktop::openLink(const QUrl& link)
{
    if (link.scheme() == "confab"_L1)
        connectTo(link.toString());
    else
        QDesktopServices::openUrl(link);
}

} // namespace confab::desktop
