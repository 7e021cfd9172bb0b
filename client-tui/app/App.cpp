// The interactive program: what is on the screen, and what the commands want of it.
#include "client-tui/app/App.h"

#include "client-tui/app/HelpPage.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using protocol::Severity;

App::App(const AppParts& parts, const ThemeOptions& theme)
    : m_terminal(parts.terminal)
    , m_clock(parts.clock)
    , m_scheduler(parts.scheduler)
    , m_maker(parts.maker)
    , m_known(parts.known)
    , m_theme(makeTheme(theme))
    , m_emptyStore(parts.clock)
    , m_emptyScreen(m_emptyStore)
    , m_reading(parts.scheduler)
    , m_autoAway(parts.scheduler)
    , m_departure(parts.scheduler)
    , m_lines(m_commands)
    , m_drawSoon(parts.scheduler)
    , m_tick(parts.scheduler)
    , m_reopenSoon(parts.scheduler)
{
    m_emptyScreen.setTheme(m_theme);
    m_composer.enterRoom({}, {});
    connect(&m_terminal, &Terminal::inputReceived, this, &App::onInput);
    connect(&m_terminal, &Terminal::resized, this, &App::scheduleDraw);
    connect(&m_terminal, &Terminal::closed, this, [this](int) {
        closeAccount();
        Q_EMIT finished(0);
    });
    m_autoAway.onChange = [this] { scheduleDraw(); };
}

App::~App() { closeAccount(); }

void App::start(const std::optional<client::Account>& account)
{
    if (account && (!account->name.isEmpty() || !account->token.isEmpty())) {
        open(*account);
        client::startClient(*m_account->client, *account);
    } else {
        ask(account.value_or(client::Account()));
    }
    scheduleDraw();
}

// ---- what commands ask for ----

void App::print(Severity severity, const QString& text)
{
    screen().timeline().addLocal(currentRoom(), severity, text);
    screen().timeline().scrollToBottom();
    scheduleDraw();
}

void App::showRoom(RoomId room)
{
    if (!m_account || room == currentRoom() || !store().room(room))
        return;
    const RoomId before = currentRoom();
    if (before.isValid()) {
        m_previousRoom = before;
        m_account->client->setTyping(before, false);
    }
    m_reading.stop();
    screen().showRoom(room);
    m_composer.enterRoom(room, m_drafts.enter(room, store().room(room)->draft));
    m_account->client->openRoom(room);
    scheduleDraw();
}

void App::showNeighbour(int step)
{
    const QList<RoomId>& rooms = screen().numbers().inOrder();
    if (rooms.isEmpty())
        return;
    const auto count = static_cast<int>(rooms.size());
    const auto at = static_cast<int>(rooms.indexOf(currentRoom()));
    showRoom(rooms.at(((at + step) % count + count) % count));
}

void App::setInput(const QString& text)
{
    m_composer.setText(text);
    m_lines.noteInputSet();
    scheduleDraw();
}

void App::connectTo(const QString& address)
{
    const Result<client::Account> account = client::accountFromAddress(address);
    if (!account) {
        print(Severity::Warning, account.error().message);
        return;
    }
    // The client that runs this command must not be destroyed by it.
    m_reopenSoon.start(0, [this, target = *account] {
        closeAccount();
        start(client::completed(target, m_known));
    });
}

void App::showHelp(const QString& topic)
{
    if (!topic.isEmpty()) {
        print(Severity::Info, m_commands.helpText(topic));
        return;
    }
    screen().overlay().open(u"Help"_s, helpPage(m_commands));
    scheduleDraw();
}

void App::quit()
{
    m_departure.leave(client(), [this] {
        closeAccount();
        Q_EMIT finished(0);
    });
}

// ---- rooms ----

void App::showFirstRoom()
{
    const QList<RoomId>& rooms = screen().numbers().inOrder();
    if (currentRoom().isValid() || rooms.isEmpty())
        return;
    // The lobby is where one lands; else the first room.
    const RoomId lobby = store().findRoom(u"lobby");
    showRoom(lobby.isValid() ? lobby : rooms.first());
}

void App::showNextActivity()
{
    const QList<RoomId> news = roomsWithNews(store(), screen().numbers(), currentRoom());
    if (!news.isEmpty()) {
        if (!m_activityOrigin.isValid())
            m_activityOrigin = currentRoom();
        showRoom(news.first());
    } else if (const RoomId origin = std::exchange(m_activityOrigin, {}); origin.isValid()) {
        showRoom(origin);
    }
}

// ---- screen ----

void App::scheduleDraw()
{
    m_drawSoon.startOnce(0, [this] { draw(); });
}

void App::draw()
{
    if (m_departure.isLeaving())
        return;
    if (m_account) {
        screen().updateRooms();
        if (currentRoom().isValid() && !store().room(currentRoom())) {
            screen().showRoom({});
            m_composer.enterRoom({}, {});
        }
        showFirstRoom();
    }
    m_isOverlayOpen = screen().overlay().isOpen();
    screen().timeline().setWatched(isWatched());

    Grid grid(m_terminal.size());
    const Cursor cursor = screen().draw(grid, screenState());
    m_terminal.present(grid, cursor);
    if (const QString title = windowTitle(); title != m_shownTitle) {
        m_shownTitle = title;
        m_terminal.setTitle(title);
    }
    afterDraw();
}

ScreenState App::screenState() const
{
    ScreenState state;
    state.showsRooms = m_showsRooms && m_account;
    state.showsMembers = m_showsMembers && m_account && currentRoom().isValid();
    state.input.text = m_composer.text();
    state.input.cursor = m_composer.cursor();
    state.completions = m_composer.completions();
    state.candidate = m_composer.candidate();
    if (m_account) {
        state.connection = m_account->client->state();
        state.undelivered = m_account->client->outbox().undelivered();
    }
    if (m_dialog.isOpen()) {
        state.input.prompt = m_dialog.prompt();
        state.input.isSecret = m_dialog.isSecret();
    } else if (m_composer.editing()) {
        state.input.prompt = u"editing ›"_s;
        state.input.isEditing = true;
    }
    return state;
}

void App::afterDraw()
{
    if (!m_account)
        return;
    TimelineView& timeline = screen().timeline();
    client::Client& client = *m_account->client;
    const RoomId room = currentRoom();
    if (room.isValid())
        fetchLines(room);
    m_reading.look(client, room, timeline.newestSeen(), isWatched());
    // The countdown to the next attempt is the only thing on the screen that moves by itself.
    if (client.state().phase == client::ConnectionPhase::WaitingToRetry)
        m_tick.startOnce(1000, [this] { scheduleDraw(); });
}

void App::fetchLines(RoomId room)
{
    const TimelineView& timeline = screen().timeline();
    client::Client& client = *m_account->client;
    if (timeline.oldestInSight().isValid())
        client.lookAt(room, timeline.oldestInSight(), timeline.newestInSight());
    if (timeline.wantsOlder() && store().timeline(room).hasOlder() && !client.isLoadingOlder(room))
        client.loadOlder(room);
    const auto& gap = timeline.gapInSight();
    if (gap && !client.isLoadingGap(room, gap->from))
        client.loadGap(room, gap->from, gap->comesFromBelow ? client::GapEnd::Upper : client::GapEnd::Lower);
}

QString App::windowTitle() const
{
    const client::Store& from = m_account ? m_account->client->store() : m_emptyStore;
    qint64 important = 0;
    for (const RoomId id : from.rooms()) {
        const client::Room* room = from.room(id);
        important += room->isDirect() ? room->unread : room->mentions;
    }
    const QString name = currentRoom().isValid() ? from.roomLabel(currentRoom()) + u" – Confab"_s : u"Confab"_s;
    return important > 0 ? u"(%1) %2"_s.arg(important).arg(name) : name;
}

} // namespace confab::tui
