// The store's frame: its rooms and timelines, and finding them.
#include "shared/client/store/Store.h"

#include "shared/client/store/StoreEntry.h"
#include "shared/client/text/SearchFold.h"

namespace confab::client {

using namespace Qt::StringLiterals;

Store::Store(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
    m_typingTimer.setSingleShot(true);
    connect(&m_typingTimer, &QTimer::timeout, this, &Store::expireTyping);
}

Store::~Store() = default;

Store::Entry* Store::find(RoomId room)
{
    const auto found = m_rooms.find(room);
    return found != m_rooms.end() ? found->second.get() : nullptr;
}

const Store::Entry* Store::find(RoomId room) const
{
    const auto found = m_rooms.find(room);
    return found != m_rooms.end() ? found->second.get() : nullptr;
}

void Store::receive(const protocol::AnyEvent& event)
{
    std::visit([this](const auto& one) { apply(one); }, event);
}

void Store::clear()
{
    for (const RoomId room : rooms())
        removeRoom(room);
    m_people.clear();
    m_self = {};
    m_selfRole = protocol::ServerRole::Anonymous;
    m_selfMentions = MentionFinder(QStringList{});
    Q_EMIT selfChanged();
}

const Room* Store::room(RoomId room) const
{
    const Entry* entry = find(room);
    return entry ? &entry->room : nullptr;
}

QList<RoomId> Store::rooms() const
{
    QList<RoomId> ids;
    for (const auto& [id, entry] : m_rooms)
        ids.append(id);
    return ids;
}

Timeline& Store::timeline(RoomId room)
{
    std::unique_ptr<Timeline>& lines = m_timelines[room];
    if (!lines) {
        lines = std::make_unique<Timeline>();
        connect(lines.get(), &Timeline::rowsInserted, this, [this, room](int first, int last) { Q_EMIT rowsInserted(room, first, last); });
        connect(lines.get(), &Timeline::rowsChanged, this, [this, room](int first, int last) { Q_EMIT rowsChanged(room, first, last); });
        connect(lines.get(), &Timeline::rowsRemoved, this, [this, room](int first, int last) { Q_EMIT rowsRemoved(room, first, last); });
        connect(lines.get(), &Timeline::wasReset, this, [this, room] { Q_EMIT timelineReset(room); });
    }
    return *lines;
}

const MemberList& Store::members(RoomId room) const
{
    static const MemberList none;
    const Entry* entry = find(room);
    return entry ? entry->members : none;
}

TimeMs Store::lastSpoke(RoomId room, UserId person) const
{
    const Entry* entry = find(room);
    return entry ? entry->lastSpoke.value(person) : TimeMs{};
}

void Store::setShown(RoomId room, bool shown) { timeline(room).setShown(shown); }

bool Store::lookAt(RoomId room, Seq from, Seq to)
{
    Timeline& lines = timeline(room);
    lines.lookAt(from, to);
    return lines.isOverfull();
}

void Store::trim(RoomId room) { timeline(room).trim(); }

QString Store::roomLabel(RoomId room) const
{
    const Entry* entry = find(room);
    if (!entry)
        return tr("room %1").arg(room.value());
    if (entry->room.peer)
        return displayName(entry->room.peer->id);
    if (!entry->room.name.isEmpty())
        return u'#' + entry->room.name;
    return entry->room.title.isEmpty() ? tr("room %1").arg(room.value()) : entry->room.title;
}

RoomId Store::findRoom(QStringView name) const
{
    const bool wantsPerson = name.startsWith(u'@');
    const bool wantsRoom = name.startsWith(u'#');
    const QString wanted = (wantsPerson || wantsRoom ? name.mid(1) : name).toString();
    const QString folded = foldForSearch(wanted);
    QList<RoomId> alike;
    for (const auto& [id, entry] : m_rooms) {
        const Room& room = entry->room;
        QStringList names;
        if (room.peer && !wantsRoom)
            names = {room.peer->name, displayName(room.peer->id)};
        else if (!room.peer && !wantsPerson)
            names = {room.name, room.title};
        names.removeAll(QString{});
        if (!names.isEmpty() && names.constFirst() == wanted && (room.peer || !room.name.isEmpty()))
            return id;
        for (const QString& one : std::as_const(names)) {
            if (!folded.isEmpty() && foldForSearch(one) == folded && !alike.contains(id))
                alike.append(id);
        }
    }
    return alike.size() == 1 ? alike.constFirst() : RoomId{};
}

RoomId Store::directRoom(UserId person) const
{
    for (const auto& [id, entry] : m_rooms) {
        if (entry->room.peer && entry->room.peer->id == person)
            return id;
    }
    return {};
}

} // namespace confab::client
