// Order, pacing and the states of what is on its way.
#include "shared/client/outbox/Outbox.h"

#include "shared/base/Limits.h"
#include "shared/client/cache/LocalDatabase.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace confab::client {

using protocol::DeleteMessage;
using protocol::EditMessage;
using protocol::PostMessage;

namespace {

constexpr qint64 firstPauseMs = 1'000;
constexpr qint64 longestPauseMs = 30'000;

/// Also when the link is about to end: the message has nothing to do with that.
bool mayGoLater(ErrorCode code)
{
    return isPassing(code) || code == ErrorCode::AuthRequired || code == ErrorCode::TokenExpired || code == ErrorCode::Revoked;
}

/// What the server would refuse by closing the connection is refused here.
std::optional<Error> refusal(const Intention& intention)
{
    const QString* text = nullptr;
    if (const auto* post = std::get_if<PostMessage>(&intention))
        text = &post->text;
    else if (const auto* edit = std::get_if<EditMessage>(&intention))
        text = &edit->text;
    if (text && protocol::utf8Size(*text) > limits::messageBytes)
        return Error{ErrorCode::TooBig, {}, u"text"_s};
    return std::nullopt;
}

} // namespace

RoomId roomOf(const Intention& intention)
{
    return std::visit([](const auto& one) { return one.room; }, intention);
}

Outbox::Outbox(const Clock& clock, Scheduler& scheduler, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_wake(scheduler)
    , m_flush(scheduler)
{
}

Outbox::~Outbox() { flush(); }

Result<std::optional<QString>> Outbox::open(const QString& file)
{
    auto aside = load(file);
    for (const OutboxEntry& entry : std::as_const(m_entries))
        Q_EMIT added(entry);
    return aside;
}

ClientId Outbox::add(const Intention& intention) { return addAll({intention}).first(); }

QList<ClientId> Outbox::addAll(const QList<Intention>& intentions)
{
    QList<OutboxEntry> fresh;
    QList<ClientId> ids;
    for (const Intention& intention : intentions) {
        OutboxEntry entry;
        entry.c = ClientId::random();
        entry.intention = intention;
        entry.created = m_clock.now();
        entry.order = ++m_lastOrder;
        if (auto refused = refusal(intention)) {
            entry.state = DeliveryState::Failed;
            entry.error = *refused;
        }
        ids.append(entry.c);
        fresh.append(std::move(entry));
    }
    const Result<Done> saved = insert(fresh);
    for (OutboxEntry& entry : fresh) {
        entry.saved = saved.hasValue();
        if (!saved) {
            entry.state = DeliveryState::Failed;
            entry.error = Error{ErrorCode::Unavailable, tr("It could not be saved on this disk, so it was not sent.")};
        }
    }
    if (!saved)
        Q_EMIT storageTrouble(tr("What you write cannot be saved: %1").arg(saved.error().message));
    m_entries.append(fresh);
    for (const OutboxEntry& entry : std::as_const(fresh))
        Q_EMIT added(entry);
    pump();
    return ids;
}

void Outbox::retry(const ClientId& c)
{
    OutboxEntry* entry = findEntry(c);
    if (!entry || entry->state != DeliveryState::Failed || refusal(entry->intention))
        return;
    const ErrorCode why = entry->error.code;
    if (auto* post = std::get_if<PostMessage>(&entry->intention); post && why == ErrorCode::EpochChanged) {
        post->replyTo.reset();
        post->epoch.reset();
    }
    if (why == ErrorCode::CidConflict || why == ErrorCode::EpochChanged || !entry->saved) {
        // Other content needs another `c`, because the server keeps the first for ever; so it is a new entry at the end.
        OutboxEntry again = *entry;
        again.order = ++m_lastOrder;
        again.state = DeliveryState::Waiting;
        again.error = {};
        again.c = ClientId::random();
        again.saved = true;
        if (!insert({again}))
            return;
        const OutboxEntry old = take(entry - m_entries.data());
        m_entries.append(again);
        Q_EMIT removed(old);
        Q_EMIT added(again);
    } else {
        setState(*entry, DeliveryState::Waiting);
    }
    pump();
}

void Outbox::discard(const ClientId& c)
{
    const OutboxEntry* entry = find(c);
    if (!entry || entry->state == DeliveryState::Sending)
        return;
    const OutboxEntry gone = take(entry - m_entries.constData());
    Q_EMIT removed(gone);
    pump();
}

void Outbox::discardRoom(RoomId room)
{
    for (const OutboxEntry& entry : entries()) {
        if (entry.room() == room)
            discard(entry.c);
    }
}

void Outbox::failAll(const Error& error)
{
    for (OutboxEntry& entry : m_entries) {
        if (entry.state != DeliveryState::Failed)
            setState(entry, DeliveryState::Failed, error);
    }
}

QList<OutboxEntry> Outbox::entries() const { return m_entries; }

const OutboxEntry* Outbox::find(const ClientId& c) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const OutboxEntry& one) { return one.c == c; });
    return found == m_entries.end() ? nullptr : &*found;
}

OutboxEntry* Outbox::findEntry(const ClientId& c)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const OutboxEntry& one) { return one.c == c; });
    return found == m_entries.end() ? nullptr : &*found;
}

int Outbox::undelivered() const
{
    return int(
        std::count_if(m_entries.begin(), m_entries.end(), [](const OutboxEntry& one) { return one.state != DeliveryState::Failed; }));
}

void Outbox::connected(Send send)
{
    m_send = std::move(send);
    ++m_connection;
    pump();
}

void Outbox::disconnected()
{
    m_send = {};
    ++m_connection;
    for (Lane& lane : m_lanes)
        lane.inFlight.reset();
    // Unanswered is unknown, not failed: it goes again with the same `c`.
    for (OutboxEntry& entry : m_entries) {
        if (entry.state == DeliveryState::Sending)
            setState(entry, DeliveryState::Waiting);
    }
}

void Outbox::eventSeen(const ClientId& c)
{
    const OutboxEntry* entry = find(c);
    if (!entry)
        return;
    const OutboxEntry done = take(entry - m_entries.constData());
    Q_EMIT removed(done);
}

void Outbox::pump()
{
    if (!m_send)
        return;
    QList<RoomId> rooms;
    for (const OutboxEntry& entry : std::as_const(m_entries)) {
        if (entry.state == DeliveryState::Waiting && !rooms.contains(entry.room()))
            rooms.append(entry.room());
    }
    for (const RoomId room : rooms)
        pumpRoom(room);
    scheduleWake();
}

void Outbox::pumpRoom(RoomId room)
{
    Lane& lane = m_lanes[room];
    if (!m_send || lane.inFlight || lane.pausedUntilMs > m_clock.monotonicMs())
        return;
    const auto first = std::find_if(m_entries.begin(), m_entries.end(),
        [room](const OutboxEntry& one) { return one.state == DeliveryState::Waiting && one.room() == room; });
    if (first == m_entries.end())
        return;
    lane.inFlight = first->c;
    setState(*first, DeliveryState::Sending);
    const OutboxEntry entry = *first;
    m_send(entry,
        [this, c = entry.c, connection = m_connection](const Result<PostMessage::Reply>& answer) { onAnswer(c, connection, answer); });
}

void Outbox::onAnswer(const ClientId& c, quint64 connection, const Result<PostMessage::Reply>& answer)
{
    if (connection != m_connection)
        return;
    for (Lane& lane : m_lanes) {
        if (lane.inFlight == c)
            lane.inFlight.reset();
    }
    if (OutboxEntry* entry = findEntry(c)) {
        if (answer) {
            m_lanes[entry->room()].refusals = 0;
            const OutboxEntry done = take(entry - m_entries.data());
            Q_EMIT delivered(done, *answer);
        } else {
            onRefused(*entry, answer.error());
        }
    }
    pump();
}

void Outbox::onRefused(OutboxEntry& entry, const Error& error)
{
    if (!mayGoLater(error.code)) {
        setState(entry, DeliveryState::Failed, error);
        return;
    }
    Lane& lane = m_lanes[entry.room()];
    const qint64 own = std::min(firstPauseMs << std::min(lane.refusals, 5), longestPauseMs);
    ++lane.refusals;
    // A millisecond more than asked, so that a bucket which fills by then is not asked too early for rounding.
    lane.pausedUntilMs = m_clock.monotonicMs() + std::max<qint64>(1, error.retryMs.value_or(own)) + 1;
    setState(entry, DeliveryState::Waiting);
}

void Outbox::setState(OutboxEntry& entry, DeliveryState state, const Error& error)
{
    const bool onDisk = (entry.state == DeliveryState::Failed) != (state == DeliveryState::Failed);
    entry.state = state;
    entry.error = error;
    if (onDisk && entry.saved)
        saveState(entry);
    // A copy: listeners may change the list.
    const OutboxEntry now = entry;
    Q_EMIT changed(now);
}

OutboxEntry Outbox::take(qsizetype index)
{
    const OutboxEntry entry = m_entries.takeAt(index);
    forgetLater(entry);
    return entry;
}

void Outbox::scheduleWake()
{
    const qint64 now = m_clock.monotonicMs();
    std::optional<qint64> soonest;
    for (const Lane& lane : std::as_const(m_lanes)) {
        if (!lane.inFlight && lane.pausedUntilMs > now)
            soonest = std::min(soonest.value_or(lane.pausedUntilMs), lane.pausedUntilMs);
    }
    if (soonest)
        m_wake.start(*soonest - now, [this] { pump(); });
    else
        m_wake.stop();
}

} // namespace confab::client
