// How the parts of a client hear of each other: connection → feed → store and cache; outbox → wire; server's pushes → their place.
#include "shared/client/ClientParts.h"
#include "shared/client/Explain.h"
#include "shared/client/trust/KnownServers.h"

#include <QDir>
#include <QFile>

#include <utility>

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

Pending pendingOf(const OutboxEntry& entry)
{
    Pending pending;
    pending.c = entry.c;
    pending.room = entry.room();
    pending.created = entry.created;
    pending.error = entry.error;
    if (const auto* post = std::get_if<protocol::PostMessage>(&entry.intention)) {
        pending.text = post->text;
        pending.action = post->action.value_or(false);
        pending.replyTo = post->replyTo;
    } else if (const auto* edit = std::get_if<protocol::EditMessage>(&entry.intention)) {
        pending.kind = PendingKind::Edit;
        pending.of = edit->of;
        pending.text = edit->text;
    } else if (const auto* removal = std::get_if<protocol::DeleteMessage>(&entry.intention)) {
        pending.kind = PendingKind::Delete;
        pending.of = removal->of;
    }
    switch (entry.state) {
    case DeliveryState::Waiting:
        pending.state = PendingState::Waiting;
        break;
    case DeliveryState::Sending:
        pending.state = PendingState::Sending;
        break;
    case DeliveryState::Failed:
        pending.state = PendingState::Failed;
        break;
    }
    return pending;
}

} // namespace

void Client::openFiles()
{
    Parts& parts = *m_parts;
    if (std::exchange(parts.filesOpen, true))
        return;
    QString folder;
    if (!m_options.dataDir.isEmpty()) {
        const auto locked = FolderLock::takeFree(m_options.dataDir, parts.lock);
        if (locked)
            folder = *locked + u'/';
        else
            warn(tr("Nothing can be kept on this disk: %1").arg(locked.error().message), u"local.disk"_s);
    }
    const auto file = [&](const QString& name) { return folder.isEmpty() ? QString() : folder + name; };

    parts.cache.onTrouble([this](const QString& text) { warn(text, u"local.cache"_s); });
    const auto cached = parts.cache.open(file(u"cache.sqlite"_s));
    if (!cached) {
        warn(tr("The local cache cannot be used: %1").arg(cached.error().message), u"local.cache"_s);
        static_cast<void>(parts.cache.open({}));
    } else if (*cached) {
        warn(tr("The local cache could not be read. It was set aside as %1; everything is fetched from the server again.").arg(**cached),
            u"local.cache"_s);
    }
    if (const auto self = parts.cache.self())
        m_store->setSelf(*self, parts.cache.role());
    for (const protocol::User& one : parts.cache.people())
        m_store->putPerson(one);
    for (const CachedRoom& one : parts.cache.rooms()) {
        m_store->putRoom(one.state);
        parts.feed.restore(one.state.id, one.position);
        parts.personal.reapply(one.state.id);
    }

    const auto outbox = m_outbox->open(file(u"outbox.sqlite"_s));
    if (!outbox)
        warn(tr("What you write cannot be saved: %1").arg(outbox.error().message), u"local.outbox"_s);
    else if (*outbox)
        warn(tr("The file of unsent messages could not be read. It was set aside as %1.").arg(**outbox), u"local.outbox"_s);
    if (folder == m_options.dataDir + u'/')
        adoptLeftovers();
}

/// A second program of this account that was killed left its outbox in a folder of its own, where nobody may look for a long time.
void Client::adoptLeftovers()
{
    const QDir dir(m_options.dataDir);
    for (const QString& name : dir.entryList({u"instance-*"_s}, QDir::Dirs)) {
        const QString file = dir.filePath(name) + u"/outbox.sqlite"_s;
        const auto lock = FolderLock::take(dir.filePath(name));
        if (!lock || !QFile::exists(file))
            continue;
        const auto adopted = m_outbox->adopt(file);
        if (!adopted)
            warn(tr("Unsent messages of an earlier run stay in %1: %2").arg(file, adopted.error().message), u"local.outbox"_s);
        else if (*adopted > 0)
            warn(tr("%n unsent message(s) of an earlier run are sent now.", nullptr, *adopted), u"local.outbox"_s);
    }
}

void Client::useStoredToken()
{
    m_parts->secrets.read(secretKey(), [this, alive = QPointer<Client>(this)](const Result<std::optional<QString>>& secret) {
        if (!alive)
            return;
        // Somebody signed in meanwhile.
        if (const auto phase = state().phase; phase != ConnectionPhase::Offline && phase != ConnectionPhase::Stopped)
            return;
        if (!secret)
            m_parts->session.stopWith(StopReason::NeedsSignIn, secret.error());
        else if (!*secret)
            m_parts->session.stopWith(StopReason::NeedsSignIn, Error{ErrorCode::AuthRequired, {}});
        else
            m_parts->session.start(Credentials{.method = protocol::AuthMethod::Token, .token = **secret});
    });
}

SecretKey Client::secretKey() const { return SecretKey{serverKey(m_options.url), m_options.account.toLower(), m_options.device.kind}; }

void Client::connectSession()
{
    Session& session = m_parts->session;
    session.setWishes([this] {
        return AttachWishes{m_parts->feed.have(),
            m_parts->loader.openedRoom().isValid() ? std::optional(m_parts->loader.openedRoom()) : std::nullopt,
            m_parts->personal.presence()};
    });
    connect(&session, &Session::stateChanged, this, [this] {
        if (state().phase == ConnectionPhase::Stopped)
            onStopped();
        Q_EMIT stateChanged();
    });
    connect(&session, &Session::signedIn, this, &Client::onSignedIn);
    connect(&session, &Session::signInFailed, this, &Client::signInFailed);
    connect(&session, &Session::attached, this, &Client::onAttached);
    connect(&session, &Session::online, this, &Client::onOnline);
    connect(&session, &Session::offline, this, &Client::onOffline);
    connect(&session, &Session::event, this, [this](const protocol::AnyEvent& event) { m_parts->feed.receive(event, true); });
    connect(&session, &Session::push, this, &Client::onPush);
}

void Client::connectOutbox()
{
    connect(m_outbox, &Outbox::added, this, [this](const OutboxEntry& entry) { m_store->putPending(pendingOf(entry)); });
    connect(m_outbox, &Outbox::changed, this, [this](const OutboxEntry& entry) {
        const Pending pending = pendingOf(entry);
        m_store->updatePending(pending.c, pending.state, pending.error);
    });
    connect(m_outbox, &Outbox::delivered, this, [this](const OutboxEntry& entry, const protocol::PostMessage::Reply& reply) {
        const RoomPosition* position = m_parts->feed.position(entry.room());
        // An event that was applied before took the row's place already, unless it came without its `c`.
        if (position && reply.seq <= position->have)
            m_store->removePending(entry.c);
        else
            m_store->updatePending(entry.c, PendingState::Sent, {}, reply.seq);
    });
    connect(m_outbox, &Outbox::removed, this, [this](const OutboxEntry& entry) { m_store->removePending(entry.c); });
    connect(m_outbox, &Outbox::storageTrouble, this, [this](const QString& text) { warn(text, u"local.outbox"_s); });
}

void Client::onSignedIn(const protocol::Authenticate::Reply& reply)
{
    Parts& parts = *m_parts;
    const QString serverId = parts.session.hello() ? parts.session.hello()->server.id : QString();
    const bool wasKnown = parts.cache.self().has_value();
    if (!parts.cache.claim(serverId, reply.user, reply.role)) {
        for (const RoomId room : m_store->rooms())
            parts.feed.forget(room);
        m_store->clear();
        m_outbox->failAll(Error{ErrorCode::Gone, tr("It was written for another server or account.")});
    }
    m_store->setSelf(reply.user, reply.role);
    m_options.account = reply.user.name.toLower();
    if (reply.token) {
        parts.secrets.write(secretKey(), *reply.token, [this, alive = QPointer<Client>(this)](const Result<Done>& written) {
            if (alive && !written)
                warn(tr("The sign-in could not be stored, so it will be asked for again: %1").arg(written.error().message),
                    u"local.secret"_s);
        });
    }
    if (!m_options.knownServers.isEmpty() && (!wasKnown || reply.token)) {
        const auto remembered =
            KnownServers(m_options.knownServers).remember({m_options.url, serverId, m_options.account, parts.clock.now()});
        if (!remembered)
            warn(remembered.error().message, u"local.servers"_s);
    }
    parts.attachedRooms.clear();
    Q_EMIT signedIn(reply.user);
}

void Client::onAttached(const QList<protocol::RoomState>& rooms, const QList<RoomId>& gone)
{
    // Repair and history may be asked for from the first page on.
    m_parts->questions.online();
    for (const RoomId room : gone)
        roomLeft(room);
    for (const protocol::RoomState& room : rooms) {
        m_parts->attachedRooms.insert(room.id);
        roomEntered(room);
    }
}

void Client::onOnline()
{
    Parts& parts = *m_parts;
    for (const RoomId room : m_store->rooms()) {
        if (!parts.attachedRooms.contains(room) && !parts.watched.contains(room))
            roomLeft(room);
    }
    for (const RoomId room : std::as_const(parts.watched))
        request<protocol::WatchRoom>(protocol::WatchRoom{room, std::nullopt}, {});
    m_outbox->connected([this](const OutboxEntry& entry, const Outbox::Answered& answered) { sendEntry(entry, answered); });
    parts.personal.online();
    parts.loader.online();
}

void Client::onOffline()
{
    Parts& parts = *m_parts;
    parts.questions.offline();
    m_outbox->disconnected();
    parts.feed.connectionLost();
    parts.loader.offline();
    parts.personal.offline();
    m_store->forgetPresence();
}

void Client::onStopped()
{
    const ConnectionState now = state();
    m_parts->questions.stop(now.error);
    if (now.error.code != ErrorCode::Revoked)
        return;
    // Somebody ended this session on purpose: what it knew is no longer this device's to keep. The outbox stays, it is the person's own
    // words.
    for (const RoomId room : m_store->rooms())
        m_parts->feed.forget(room);
    m_parts->cache.erase();
    m_parts->cache.commit();
    m_store->clear();
    m_parts->secrets.remove(secretKey(), [](const Result<Done>&) {});
}

void Client::sendEntry(const OutboxEntry& entry, const Outbox::Answered& answered)
{
    Requests& requests = m_parts->session.requests();
    std::visit([&](const auto& request) { requests.send(request, entry.c, answered, [] {}); }, entry.intention);
}

void Client::onPush(const protocol::AnyPush& push)
{
    Parts& parts = *m_parts;
    if (const auto* lag = std::get_if<protocol::LagPush>(&push)) {
        parts.feed.lag(lag->room, lag->head);
    } else if (const auto* presence = std::get_if<protocol::PresencePush>(&push)) {
        if (!m_store->applyPresence(*presence))
            parts.loader.members(presence->room);
    } else if (const auto* typing = std::get_if<protocol::TypingPush>(&push)) {
        m_store->putTyping(*typing);
    } else if (const auto* said = std::get_if<protocol::NoticePush>(&push)) {
        Q_EMIT notice(said->level, said->text, said->code);
    } else if (const auto* self = std::get_if<protocol::SelfPush>(&push)) {
        onSelf(*self);
    }
}

void Client::onSelf(const protocol::SelfPush& push)
{
    if (push.room)
        roomEntered(*push.room);
    if (push.left)
        roomLeft(*push.left);
    if (push.read)
        m_parts->personal.heardRead(*push.read);
    if (push.draft)
        m_parts->personal.heardDraft(*push.draft);
    if (push.profile) {
        m_store->putPerson(*push.profile);
        if (push.profile->id == m_store->self().id)
            m_store->setSelf(*push.profile, m_store->selfRole());
    }
}

void Client::apply(const protocol::AnyEvent& event, bool live)
{
    const protocol::EventHead& head = protocol::headOf(event);
    m_parts->cache.apply(event);
    m_store->receive(event);
    if (const Room* room = m_store->room(head.room); room && room->isMember())
        m_parts->cache.setRead(protocol::ReadMark{head.room, room->read, room->unread, room->mentions});
    if (head.c)
        m_outbox->eventSeen(*head.c);
    if (const auto* message = std::get_if<protocol::MessagePosted>(&event); message && live && message->by != m_store->self().id)
        Q_EMIT messageArrived(*message);
}

void Client::resetRoom(RoomId room)
{
    m_parts->cache.resetRoom(room);
    m_store->resetRoom(room);
    m_parts->loader.forget(room);
    m_parts->personal.forget(room);
}

void Client::roomEntered(const protocol::RoomState& room)
{
    m_store->putRoom(room);
    m_parts->cache.putRoom(room);
    m_parts->feed.attach(room);
    m_parts->personal.heardRoom(room.id);
}

void Client::roomWatched(const protocol::RoomState& room)
{
    m_parts->watched.insert(room.id);
    roomEntered(room);
}

void Client::roomLeft(RoomId room)
{
    m_parts->watched.remove(room);
    m_parts->attachedRooms.remove(room);
    m_parts->feed.forget(room);
    m_parts->loader.forget(room);
    m_parts->personal.forget(room);
    m_parts->cache.removeRoom(room);
    m_store->removeRoom(room);
}

void Client::warn(const QString& text, const QString& code)
{
    // Later: trouble may come up inside a call of the front end.
    QMetaObject::invokeMethod(
        this, [this, text, code] { Q_EMIT notice(protocol::Severity::Warning, text, code); }, Qt::QueuedConnection);
}

} // namespace confab::client
