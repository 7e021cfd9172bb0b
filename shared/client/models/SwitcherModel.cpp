// Gathers what there is once, and ranks it with each letter.
#include "shared/client/models/SwitcherModel.h"

#include "shared/client/models/RoomListModel.h"
#include "shared/client/text/Fuzzy.h"
#include "shared/client/text/SearchFold.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

QString unreadHint(const Room& room)
{
    if (room.unread == 0)
        return {};
    const QString unread = QCoreApplication::translate("Switcher", "%1 unread").arg(room.unread);
    if (room.mentions == 0)
        return unread;
    const QString mentions = room.mentions == 1 ? QCoreApplication::translate("Switcher", "1 mention")
                                                : QCoreApplication::translate("Switcher", "%1 mentions").arg(room.mentions);
    return unread + ", "_L1 + mentions;
}

/// "@ana", unless that is what the label says anyway.
QString handle(const protocol::User& person)
{
    return person.name.isEmpty() || person.name == person.display ? QString() : u'@' + person.name;
}

} // namespace

SwitcherModel::SwitcherModel(Store& store, QObject* parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    const auto goStale = [this] { m_isStale = true; };
    connect(&store, &Store::roomAdded, this, goStale);
    connect(&store, &Store::roomChanged, this, goStale);
    connect(&store, &Store::unreadChanged, this, goStale);
    connect(&store, &Store::personChanged, this, goStale);
    connect(&store, &Store::membersChanged, this, goStale);
    connect(&store, &Store::selfChanged, this, goStale);
    connect(&store, &Store::rowsInserted, this, goStale);
    connect(&store, &Store::roomRemoved, this, &SwitcherModel::removeRoom);
}

void SwitcherModel::setCommands(const QList<SwitcherCommand>& commands)
{
    m_commands.clear();
    for (const SwitcherCommand& one : commands) {
        Offer offer;
        offer.row.kind = SwitcherKind::Command;
        offer.row.label = u'/' + one.name;
        offer.row.hint = one.hint;
        offer.row.command = u'/' + one.name + u' ';
        offer.folded.append(foldForSearch(one.name));
        for (const QString& alias : one.aliases)
            offer.folded.append(foldForSearch(alias));
        m_commands.append(offer);
    }
}

void SwitcherModel::noteShown(RoomId room)
{
    if (!room.isValid())
        return;
    m_shown.removeOne(room);
    m_shown.prepend(room);
    if (m_shown.size() > mostRemembered)
        m_shown.removeLast();
}

void SwitcherModel::removeRoom(RoomId room)
{
    m_isStale = true;
    m_shown.removeOne(room);
    for (int row = int(m_rows.size()) - 1; row >= 0; --row) {
        if (m_rows.at(row).room != room)
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
}

SwitcherModel::Offer SwitcherModel::offerOf(const Room& room) const
{
    Offer offer;
    offer.row.kind = room.isDirect() ? SwitcherKind::Direct : SwitcherKind::Room;
    offer.row.label = m_store.roomLabel(room.id);
    offer.row.room = room.id;
    offer.row.unread = room.unread;
    offer.row.mentions = room.mentions;
    offer.row.hint = unreadHint(room);
    offer.lastTs = room.lastTs.value();
    const UnreadLevel level = unreadLevel(room);
    offer.attention = level >= UnreadLevel::Mention ? 0 : level == UnreadLevel::Activity ? 1 : 2;

    offer.folded = {foldForSearch(offer.row.label)};
    QString quiet = room.topic;
    if (room.isDirect() && room.peer) {
        offer.row.person = room.peer->id;
        const protocol::User peer = m_store.person(room.peer->id).value_or(*room.peer);
        quiet = handle(peer);
        offer.folded.append(foldForSearch(peer.name));
    } else {
        offer.folded.append(foldForSearch(room.name));
        if (room.title != room.name)
            offer.folded.append(foldForSearch(room.title));
        if (quiet.isEmpty() && room.title != room.name && room.title != offer.row.label)
            quiet = room.title;
    }
    if (offer.row.hint.isEmpty())
        offer.row.hint = quiet;
    return offer;
}

SwitcherModel::Offer SwitcherModel::offerOf(const protocol::User& person) const
{
    Offer offer;
    offer.row.kind = SwitcherKind::Person;
    offer.row.label = m_store.displayName(person.id);
    offer.row.hint = handle(person);
    offer.row.person = person.id;
    offer.attention = 2;
    offer.folded = {foldForSearch(offer.row.label), foldForSearch(person.name)};
    return offer;
}

void SwitcherModel::gather()
{
    if (!std::exchange(m_isStale, false))
        return;
    m_offers.clear();
    QSet<UserId> haveRoom;
    for (const RoomId id : m_store.rooms()) {
        const Room* room = m_store.room(id);
        if (!room)
            continue;
        m_offers.append(offerOf(*room));
        if (room->isDirect() && room->peer)
            haveRoom.insert(room->peer->id);
    }
    for (const protocol::User& one : m_store.people()) {
        if (one.id != m_store.self().id && !haveRoom.contains(one.id))
            m_offers.append(offerOf(one));
    }
}

/// 0 for the room shown last; large for those never shown.
int SwitcherModel::recency(RoomId room) const
{
    const qsizetype at = m_shown.indexOf(room);
    return at < 0 ? int(mostRemembered) : int(at);
}

QList<SwitcherRow> SwitcherModel::found() const
{
    const QChar sign = m_query.isEmpty() ? QChar() : m_query.front();
    const bool isCommand = sign == u'>';
    const bool isPerson = sign == u'@';
    const bool isRoom = sign == u'#';
    const FuzzyQuery wanted(isCommand || isPerson || isRoom ? m_query.mid(1) : m_query);
    const RoomId current = m_shown.isEmpty() ? RoomId() : m_shown.constFirst();

    // Compared from the left, the smaller one first.
    using Key = std::tuple<int, bool, int, int, qint64, int, QString, qint64>;
    QList<std::pair<Key, const Offer*>> ranked;
    for (const Offer& one : isCommand ? m_commands : m_offers) {
        const SwitcherKind kind = one.row.kind;
        if ((isRoom && kind != SwitcherKind::Room) || (isPerson && kind == SwitcherKind::Room))
            continue;
        // Everybody heard of is too much for a list that nobody asked for.
        if (m_query.isEmpty() && kind == SwitcherKind::Person)
            continue;
        std::optional<int> best;
        for (const QString& folded : one.folded)
            best = std::max(best, wanted.scoreFolded(folded));
        if (!best)
            continue;
        const int shown = one.row.room.isValid() ? recency(one.row.room) : int(mostRemembered);
        const qint64 newest = one.attention < 2 ? -one.lastTs : 0;
        const qint64 id = one.row.room.isValid() ? one.row.room.value() : one.row.person.value();
        ranked.append({Key{-*best, current.isValid() && one.row.room == current, one.attention, one.attention < 2 ? 0 : shown, newest,
                           int(kind), one.folded.constFirst(), id},
            &one});
    }
    std::sort(ranked.begin(), ranked.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
    QList<SwitcherRow> rows;
    for (const auto& [key, offer] : std::as_const(ranked)) {
        if (rows.size() == mostRows)
            break;
        rows.append(offer->row);
    }
    return rows;
}

void SwitcherModel::setQuery(const QString& query)
{
    m_query = query.trimmed();
    gather();
    beginResetModel();
    m_rows = found();
    endResetModel();
}

int SwitcherModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant SwitcherModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const SwitcherRow& one = m_rows.at(index.row());
    switch (role) {
    case LabelRole:
        return one.label;
    case HintRole:
        return one.hint;
    case KindRole:
        return int(one.kind);
    case RoomIdRole:
        return one.room.value();
    case UserIdRole:
        return one.person.value();
    case CommandRole:
        return one.command;
    case UnreadRole:
        return one.unread;
    case MentionsRole:
        return one.mentions;
    case BadgeRole:
        return one.kind == SwitcherKind::Room && one.mentions > 0 ? one.mentions : one.unread;
    case LoudRole:
        return one.mentions > 0 || (one.kind == SwitcherKind::Direct && one.unread > 0);
    case Qt::AccessibleTextRole:
        return one.hint.isEmpty() ? one.label : one.label + ", "_L1 + one.hint;
    default:
        return {};
    }
}

QHash<int, QByteArray> SwitcherModel::roleNames() const
{
    return {{LabelRole, "label"}, {HintRole, "hint"}, {KindRole, "kind"}, {RoomIdRole, "room"}, {UserIdRole, "person"},
        {CommandRole, "command"}, {UnreadRole, "unread"}, {MentionsRole, "mentions"}, {LoudRole, "loud"}, {BadgeRole, "badge"}};
}

} // namespace confab::client
