// Line mode: for screen readers, simple terminals and pipes. No cursor is moved and nothing is drawn twice.
#include "client-tui/app/PlainApp.h"

#include "client-tui/views/Bars.h"
#include "shared/client/Explain.h"
#include "shared/client/models/RoomListModel.h"
#include "shared/client/text/CommandLine.h"
#include "shared/client/text/DisplayTime.h"
#include "shared/client/text/Markdown.h"
#include "shared/client/text/Sanitiser.h"

#include <unistd.h>

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::Client;
using client::RowKind;
using client::StopReason;
using client::Store;
using client::TimelineRow;
using protocol::Severity;

namespace {

/// Further lines stand under the first, so that no line of a message can pass for somebody else's.
QString indented(const QString& text) { return client::safeBody(text).replace(u'\n', u"\n    "_s); }

} // namespace

PlainApp::PlainApp(const PlainParts& parts)
    : m_parts(parts)
    , m_source(parts.inputFd)
    , m_reopenSoon(parts.scheduler)
    , m_departure(parts.scheduler)
    , m_failSoon(parts.scheduler)
{
    connect(&m_source, &LineSource::ready, this, [this] { takeLines(); });
}

PlainApp::~PlainApp()
{
    setEcho(true);
    closeAccount();
}

void PlainApp::start(const std::optional<client::Account>& account)
{
    m_source.start(LineSource::Pieces::Lines);
    if (account && (!account->name.isEmpty() || !account->token.isEmpty())) {
        open(*account);
        client::startClient(*m_account->client, *account);
    } else {
        ask(account.value_or(client::Account()));
    }
}

// ---- account ----

void PlainApp::open(const client::Account& account)
{
    closeAccount();
    OpenAccount opened;
    opened.account = account;
    opened.client = m_parts.maker.make(account);
    opened.actions = std::make_unique<CountedActions>(*opened.client);
    // Not from within the answer: the next line may close the account.
    opened.actions->onAnswer = [this] { QMetaObject::invokeMethod(this, &PlainApp::takeLines, Qt::QueuedConnection); };
    m_account = std::move(opened);
    m_isLive = false;
    Client& client = *m_account->client;
    connect(&client, &Client::stateChanged, this, &PlainApp::onStateChanged);
    connect(&client, &Client::notice, this, [this](Severity severity, const QString& text) { print(severity, text); });
    connect(&client, &Client::signedIn, this, [this](const protocol::User& self) {
        m_dialog.close();
        m_account->account.name = self.name.toLower();
        const QString serverId = m_account->client->hello() ? m_account->client->hello()->server.id : QString();
        if (!m_account->client->options().dataDir.isEmpty())
            static_cast<void>(m_parts.known.remember({m_account->account.url, serverId, m_account->account.name, m_parts.clock.now()}));
    });
    connect(&client, &Client::signInFailed, this, [this](const Error& error) {
        if (!mayAsk())
            return fail(2, client::explain(error));
        print(Severity::Alert, client::explain(error));
        ask(m_account->account);
    });
    connect(&client.store(), &Store::rowsInserted, this, &PlainApp::onRowsInserted);
    connect(&client.outbox(), &client::Outbox::removed, this, [this](const client::OutboxEntry& entry) {
        // What was on its way and is gone was done by its event.
        if (entry.state == client::DeliveryState::Sending)
            confirm(entry);
    });
    connect(&client.outbox(), &client::Outbox::delivered, this, [this](const client::OutboxEntry& entry) { confirm(entry); });
    connect(&client.outbox(), &client::Outbox::changed, this, [this](const client::OutboxEntry& entry) {
        if (entry.state == client::DeliveryState::Failed)
            print(Severity::Alert, u"Not sent: %1 /retry sends it again, /discard forgets it."_s.arg(client::explain(entry.error)));
    });
}

void PlainApp::closeAccount()
{
    if (!m_account)
        return;
    m_account->client->disconnect(this);
    m_account->client->store().disconnect(this);
    m_account->client->outbox().disconnect(this);
    m_account->client->stop();
    m_account.reset();
    m_room = {};
    m_spoken.clear();
}

void PlainApp::onStateChanged()
{
    if (isLeaving())
        return;
    const client::ConnectionState state = m_account->client->state();
    // A countdown would be read out every second: only what changes is told.
    const QString words = state.phase == client::ConnectionPhase::WaitingToRetry ? u"no connection, trying again"_s : connectionText(state);
    const bool isStep = state.phase == client::ConnectionPhase::Connecting || state.phase == client::ConnectionPhase::Authenticating
        || state.phase == client::ConnectionPhase::Attaching;
    if (!isStep && std::exchange(m_lastState, words) != words)
        say(words.left(1).toUpper() + words.mid(1) + u'.');
    if (state.isOnline() && !std::exchange(m_isLive, true)) {
        if (!m_room.isValid()) {
            const client::RoomListModel rooms(store(), client::RoomOrder::Name);
            const RoomId lobby = store().findRoom(u"lobby");
            showRoom(lobby.isValid() ? lobby : rooms.rowCount() > 0 ? rooms.roomAt(0) : RoomId());
        }
        sayUnread();
        QMetaObject::invokeMethod(this, &PlainApp::takeLines, Qt::QueuedConnection);
    }
    if (state.phase != client::ConnectionPhase::Stopped || m_dialog.isOpen())
        return;
    const bool isSignIn = state.why == StopReason::NeedsSignIn || state.why == StopReason::Revoked;
    // A token that was given and is not good: the lines that wait are no answers to questions.
    const bool isRefused = state.why == StopReason::AuthFailed || state.why == StopReason::Revoked || !m_account->account.token.isEmpty();
    if ((isSignIn || state.why == StopReason::AuthFailed) && !mayAsk() && (isRefused || m_hasInputEnded))
        fail(2, state.error.message.isEmpty() ? connectionText(state) : client::explain(state.error));
    else if (isSignIn)
        ask(m_account->account);
    else if (m_hasInputEnded)
        fail(3, state.error.message.isEmpty() ? connectionText(state) : client::explain(state.error));
}

/// Somebody is there who can answer questions.
bool PlainApp::mayAsk() const { return !m_hasInputEnded && ::isatty(m_parts.inputFd) == 1; }

void PlainApp::ask(const client::Account& account)
{
    m_dialog.open(account);
    say(m_dialog.explanation());
    setEcho(!m_dialog.isSecret());
    QMetaObject::invokeMethod(this, &PlainApp::takeLines, Qt::QueuedConnection);
}

void PlainApp::answerDialog(const QString& text)
{
    setEcho(true);
    const Result<SignInDialog::Progress> progress = m_dialog.answer(text);
    if (!progress)
        say(progress.error().message);
    if (!progress || *progress == SignInDialog::Progress::Next) {
        say(m_dialog.explanation());
        setEcho(!m_dialog.isSecret());
        return;
    }
    const client::Account account = m_dialog.account();
    const client::Credentials credentials = m_dialog.credentials();
    m_dialog.close();
    if (!m_account || m_account->account.url != account.url || m_account->account.name != account.name)
        open(account);
    m_account->account = account;
    m_account->client->signIn(credentials);
}

// ---- what commands ask for ----

void PlainApp::print(Severity severity, const QString& text)
{
    const QString words = indented(text);
    say(severity == Severity::Info ? words : severity == Severity::Warning ? u"Warning: "_s + words : u"Alert: "_s + words);
}

void PlainApp::showRoom(RoomId room)
{
    const client::Room* known = m_account && room.isValid() ? store().room(room) : nullptr;
    if (!known)
        return;
    m_room = room;
    m_account->client->openRoom(room);
    say(known->unread > 0 ? u"Now in %1, %2 unread; /next reads them."_s.arg(store().roomLabel(room)).arg(known->unread)
                          : u"Now in %1."_s.arg(store().roomLabel(room)));
}

void PlainApp::showNeighbour(int step)
{
    const client::RoomListModel rooms(store(), client::RoomOrder::Name);
    const int count = rooms.rowCount();
    if (count > 0)
        showRoom(rooms.roomAt(((rooms.rowOf(m_room) + step) % count + count) % count));
}

void PlainApp::setInput(const QString& text) { say(u"To finish: "_s + text); }

void PlainApp::connectTo(const QString& address)
{
    const Result<client::Account> account = client::accountFromAddress(address);
    if (!account) {
        print(Severity::Warning, account.error().message);
        return;
    }
    m_reopenSoon.start(0, [this, target = *account] {
        closeAccount();
        ask(target);
    });
}

void PlainApp::showHelp(const QString& topic)
{
    say(m_commands.helpText(topic));
    if (topic.isEmpty())
        say(u"/next  read the next unread line\n/unread  rooms with something unread\n/status  connection and room"_s);
}

void PlainApp::quit()
{
    if (m_hasFailed)
        return;
    setEcho(true);
    client::Patience patience;
    // Piped lines are to be said, and nobody waits at a keyboard.
    if (m_hasInputEnded)
        patience = {.limitMs = endLimitMs, .waitsOffline = true};
    m_failSoon.stop();
    m_departure.leave(
        m_account ? m_account->client.get() : nullptr, [this] { onLeft(); }, patience);
}

void PlainApp::onLeft()
{
    const int left = m_departure.undelivered();
    if (m_hasInputEnded && left > 0)
        return fail(3, u"%1 not delivered; kept, and sent when confab-tui next runs on this account"_s.arg(left));
    closeAccount();
    Q_EMIT finished(0);
}

void PlainApp::fail(int exitCode, const QString& why)
{
    m_hasFailed = true;
    setEcho(true);
    const QByteArray words = u"confab-tui: %1\n"_s.arg(client::plainLine(why)).toUtf8();
    // Nobody to tell is no reason to stay.
    static_cast<void>(::write(m_parts.errorFd, words.constData(), static_cast<size_t>(words.size())) < 0);
    // The client that tells of its failure must not be destroyed by that.
    m_failSoon.start(0, [this, exitCode] {
        closeAccount();
        Q_EMIT finished(exitCode);
    });
}

// ---- lines ----

/// Before the server has answered there is no room to talk in, and what a command leads to (another room) comes with its answer.
bool PlainApp::takesLines() const
{
    return !isLeaving() && (m_dialog.isOpen() || (m_account && m_isLive && m_account->actions->open() == 0));
}

void PlainApp::takeLines()
{
    while (takesLines()) {
        const std::optional<QString> line = m_held ? std::exchange(m_held, std::nullopt) : m_source.next();
        if (!line)
            break;
        takeLine(*line);
    }
    // Leaving needs no server.
    if (!isLeaving() && !takesLines() && !m_held) {
        m_held = m_source.next();
        if (m_held && m_held->trimmed() == "/quit"_L1)
            return quit();
    }
    if (m_source.hasEnded() && !isLeaving())
        endInput();
}

void PlainApp::endInput()
{
    const bool isFirst = !std::exchange(m_hasInputEnded, true);
    if (m_dialog.isOpen() || !m_account)
        return fail(2, u"not signed in"_s);
    if (m_source.atEnd() && !m_held && takesLines())
        return quit();
    if (isFirst)
        m_failSoon.start(endLimitMs, [this] {
            const bool isOnline = m_account && m_account->client->state().isOnline();
            fail(3, isOnline ? u"the server did not answer in time"_s : u"no connection to the server"_s);
        });
}

/// One's own lines are read out once the server has them.
void PlainApp::confirm(const client::OutboxEntry& entry)
{
    const QString time = u"  "_s + client::clockLabel(m_parts.clock.now().value());
    const QString name = m_account->account.name;
    if (const auto* post = std::get_if<protocol::PostMessage>(&entry.intention))
        say(indented(name + (post->action ? u" "_s : u": "_s) + client::plainText(client::parseMarkdown(post->text))) + time);
    else if (const auto* edit = std::get_if<protocol::EditMessage>(&entry.intention))
        say(indented(u"Changed, "_s + name + u": "_s + client::plainText(client::parseMarkdown(edit->text))) + time);
    else
        say(u"Your message was deleted."_s + time);
}

void PlainApp::takeLine(const QString& line)
{
    if (m_dialog.isOpen()) {
        if (line.trimmed() == "/quit"_L1)
            quit();
        else
            answerDialog(line);
        return;
    }
    if (!m_account || line.trimmed().isEmpty() || takeSpoken(line))
        return;
    const Result<Done> done = m_commands.run(*m_account->actions, *this, line);
    if (!done)
        print(Severity::Warning, done.error().message);
}

bool PlainApp::takeSpoken(const QString& line)
{
    const QString word = line.trimmed();
    if (word == "/next"_L1)
        sayNext();
    else if (word == "/unread"_L1)
        sayUnread();
    else if (word == "/status"_L1)
        sayStatus();
    else
        return false;
    return true;
}

void PlainApp::onRowsInserted(RoomId room, int first, int last)
{
    if (!m_isLive || room != m_room)
        return;
    const client::Timeline& timeline = store().timeline(room);
    const client::Room* known = store().room(room);
    for (int i = first; i <= last; ++i) {
        const TimelineRow& row = timeline.at(i);
        // Pages of history are not news, and one's own line is known.
        if (row.isPending() || (row.own && row.isTalk()) || row.kind == RowKind::Gap || !known || row.seq <= known->read
            || row.seq <= m_spoken.value(room))
            continue;
        m_spoken[room] = row.seq;
        say(lineOf(row, false, room));
    }
    if (last == timeline.size() - 1)
        markRead();
}

void PlainApp::sayNext()
{
    const client::Room* room = m_room.isValid() ? store().room(m_room) : nullptr;
    if (!room || room->unread == 0) {
        const client::RoomListModel rooms(store(), client::RoomOrder::Attention);
        const RoomId next = rooms.rowCount() > 0 ? rooms.roomAt(0) : RoomId();
        if (next.isValid() && store().room(next)->unread > 0)
            showRoom(next);
        else
            say(u"Nothing is unread."_s);
        return;
    }
    const client::Timeline& timeline = store().timeline(m_room);
    for (int i = timeline.firstAfter(room->read); i < timeline.size(); ++i) {
        const TimelineRow& row = timeline.at(i);
        if (!row.isTalk() || row.own || row.isPending())
            continue;
        say(lineOf(row, false, m_room));
        m_account->client->markRead(m_room, row.seq);
        return;
    }
    say(u"The unread lines are still being fetched; try again."_s);
}

void PlainApp::sayUnread()
{
    const client::RoomListModel rooms(store(), client::RoomOrder::Attention);
    QStringList parts;
    for (int row = 0; row < rooms.rowCount(); ++row) {
        const client::Room& room = *store().room(rooms.roomAt(row));
        if (room.unread > 0)
            parts += room.mentions > 0 ? u"%1 %2, %3 for you"_s.arg(store().roomLabel(room.id)).arg(room.unread).arg(room.mentions)
                                       : u"%1 %2"_s.arg(store().roomLabel(room.id)).arg(room.unread);
    }
    say(parts.isEmpty() ? u"Nothing is unread."_s : u"Unread: "_s + parts.join(u"; "_s) + u'.');
}

void PlainApp::sayStatus()
{
    const int waiting = m_account->client->outbox().undelivered();
    QStringList parts{connectionText(m_account->client->state())};
    if (m_room.isValid())
        parts += u"in %1"_s.arg(store().roomLabel(m_room));
    if (waiting > 0)
        parts += u"%1 to send"_s.arg(waiting);
    if (const QString typing = typingText(store(), m_room); !typing.isEmpty())
        parts += typing;
    say(parts.join(u", "_s) + u'.');
}

void PlainApp::markRead()
{
    const client::Room* room = store().room(m_room);
    const Seq spoken = m_spoken.value(m_room);
    // What is unread from before stays so until /next has read it out.
    const client::Timeline& timeline = store().timeline(m_room);
    if (!room || spoken <= room->read)
        return;
    for (int i = timeline.firstAfter(room->read); i < timeline.size() && timeline.at(i).seq < spoken && !timeline.at(i).isPending(); ++i) {
        if (timeline.at(i).isTalk() && !timeline.at(i).own && room->unread > 1)
            return;
    }
    m_account->client->markRead(m_room, spoken);
}

QString PlainApp::lineOf(const TimelineRow& row, bool withRoom, RoomId room) const
{
    const QString text = row.deleted ? u"message deleted"_s : row.isTalk() ? client::plainText(client::parseMarkdown(row.text)) : row.text;
    QString line = row.kind == RowKind::Message ? row.name + u": "_s + text : row.kind == RowKind::Action ? row.name + u' ' + text : text;
    if (row.mentionsMe)
        line.prepend(u"For you, "_s);
    if (withRoom)
        line += u", in "_s + store().roomLabel(room);
    return indented(line) + u"  "_s + client::clockLabel(row.ts.value());
}

void PlainApp::say(const QString& line)
{
    QByteArray bytes = client::safeBody(line).toUtf8() + '\n';
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(m_parts.outputFd, bytes.constData(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return;
        bytes.remove(0, std::max<ssize_t>(0, written));
    }
}

void PlainApp::setEcho(bool on)
{
    if (on) {
        if (m_terminal)
            ::tcsetattr(m_parts.inputFd, TCSANOW, &*m_terminal);
        m_terminal.reset();
        return;
    }
    termios found{};
    if (m_terminal || ::tcgetattr(m_parts.inputFd, &found) != 0)
        return;
    m_terminal = found;
    found.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(m_parts.inputFd, TCSANOW, &found);
}

} // namespace confab::tui
