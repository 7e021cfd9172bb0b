// The client's face: what the front ends ask for, handed to the part that does it.
#include "shared/client/ClientParts.h"

using namespace Qt::StringLiterals;

namespace confab::client {

namespace {

Error closedByPerson() { return Error{ErrorCode::Unavailable, Client::tr("The connection was closed.")}; }

} // namespace

Client::Parts::Parts(Client& owner, const ClientOptions& options, const Clock& givenClock, std::unique_ptr<Transport> givenTransport,
    SecretStore& givenSecrets)
    : ownScheduler(options.scheduler ? nullptr : makeEventLoopScheduler())
    , scheduler(options.scheduler ? *options.scheduler : *ownScheduler)
    , clock(givenClock)
    , secrets(givenSecrets)
    , transport(std::move(givenTransport))
    , store(clock)
    , cache(scheduler)
    , outbox(clock, scheduler)
    , session({options.url, options.encoding, options.device, options.about}, clock, scheduler, *transport, Backoff(options.random))
    , questions(scheduler, session.requests())
    , feed(scheduler, feedActions(owner))
    , loader(store, cache, feed, questions, scheduler)
    , window(store, cache, feed, questions, scheduler, loader)
    , personal(store, cache, feed, questions, session.requests(), clock, scheduler)
{
}

RoomFeed::Actions Client::Parts::feedActions(Client& owner)
{
    return RoomFeed::Actions{
        .apply = [&owner](const protocol::AnyEvent& event, bool live) { owner.apply(event, live); },
        .sync = [this](const protocol::SyncRoom& request,
                    const RoomFeed::Synced& done) { session.requests().send(request, std::nullopt, done, [] {}); },
        .reset = [&owner](RoomId room) { owner.resetRoom(room); },
        .lost =
            [this](RoomId room, Seq to) {
                cache.dropUpTo(room, to);
                store.resetRoom(room);
                loader.forget(room);
            },
        .jump = [this](RoomId room, Seq) { loader.jump(room); },
        .moved = [this](RoomId room, const RoomPosition& position) { cache.setPosition(room, position); },
        .attachAgain = [this] { session.reconnectNow(); },
    };
}

Client::Client(ClientOptions options, const Clock& clock, std::unique_ptr<Transport> transport, SecretStore& secrets, QObject* parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_parts(std::make_unique<Parts>(*this, m_options, clock, std::move(transport), secrets))
    , m_store(&m_parts->store)
    , m_outbox(&m_parts->outbox)
{
    connectSession();
    connectOutbox();
}

Client::~Client()
{
    // Nobody is told any more; what is unsaved is saved by the parts as they go.
    m_parts->session.disconnect(this);
    m_parts->outbox.disconnect(this);
    m_parts->cache.onTrouble({});
}

void Client::start()
{
    openFiles();
    const QString scheme = m_options.url.scheme();
    if (!m_options.url.isValid() || m_options.url.host().isEmpty() || (scheme != "ws"_L1 && scheme != "wss"_L1)) {
        m_parts->session.stopWith(StopReason::BadAddress, Error{ErrorCode::BadArg, tr("This is no address of a Confab server.")});
        return;
    }
    useStoredToken();
}

void Client::signIn(const Credentials& credentials)
{
    openFiles();
    if (m_options.account.isEmpty() && credentials.user)
        m_options.account = credentials.user->toLower();
    m_parts->session.start(credentials);
}

void Client::stop()
{
    m_parts->session.stop();
    m_parts->questions.stop(closedByPerson());
    m_parts->cache.commit();
}

void Client::reconnectNow()
{
    const ConnectionState now = state();
    if (now.phase == ConnectionPhase::Offline || now.why == StopReason::NeedsSignIn || now.why == StopReason::BadAddress)
        start();
    else
        m_parts->session.reconnectNow();
}

void Client::signOut(std::function<void(Result<Done>)> done)
{
    m_parts->secrets.remove(secretKey(), [done = std::move(done)](const Result<Done>& removed) {
        if (done)
            done(removed);
    });
    stop();
}

ConnectionState Client::state() const { return m_parts->session.state(); }

const std::optional<protocol::Hello>& Client::hello() const { return m_parts->session.hello(); }

ClientId Client::post(RoomId room, const QString& text, const PostOptions& options)
{
    openFiles();
    protocol::PostMessage message;
    message.room = room;
    message.text = text;
    if (options.action)
        message.action = true;
    if (options.replyTo) {
        message.replyTo = options.replyTo;
        message.epoch = epochOf(room);
    }
    return m_outbox->add(message);
}

ClientId Client::edit(RoomId room, Seq of, const QString& text)
{
    openFiles();
    return m_outbox->add(protocol::EditMessage{room, epochOf(room), of, text});
}

ClientId Client::remove(RoomId room, Seq of)
{
    openFiles();
    return m_outbox->add(protocol::DeleteMessage{room, epochOf(room), of});
}

Epoch Client::epochOf(RoomId room) const
{
    const Room* known = m_store->room(room);
    return known ? known->epoch : Epoch();
}

void Client::openRoom(RoomId room) { m_parts->loader.open(room); }

void Client::loadOlder(RoomId room) { m_parts->loader.older(room); }

bool Client::isLoadingOlder(RoomId room) const { return m_parts->loader.isLoadingOlder(room); }

void Client::lookAt(RoomId room, Seq from, Seq to) { m_parts->window.lookAt(room, from, to); }

void Client::loadGap(RoomId room, Seq gapFrom, GapEnd end, std::function<void(Result<Done>)> done)
{
    m_parts->window.loadGap(room, gapFrom, end, std::move(done));
}

bool Client::isLoadingGap(RoomId room, Seq gapFrom) const { return m_parts->window.isLoadingGap(room, gapFrom); }

void Client::openAt(RoomId room, Seq seq, std::function<void(Result<Done>)> done) { m_parts->window.openAt(room, seq, std::move(done)); }

void Client::refreshMembers(RoomId room) { m_parts->loader.members(room); }

void Client::markRead(RoomId room, Seq seq) { m_parts->personal.markRead(room, seq); }

void Client::setDraft(RoomId room, const QString& text) { m_parts->personal.setDraft(room, text); }

void Client::setTyping(RoomId room, bool on) { m_parts->personal.setTyping(room, on); }

void Client::setPresence(protocol::PresenceState presence, const std::optional<QString>& status)
{
    m_parts->personal.setPresence(presence, status);
}

Questions& Client::questions() { return m_parts->questions; }

} // namespace confab::client
