// A room's people as they are listed: filtered, with names for screen readers and tooltips.
#include "client-desktop/delegates/PeopleRows.h"

#include "client-desktop/delegates/Marks.h"
#include "shared/client/text/DisplayTime.h"
#include "shared/client/text/SearchFold.h"

#include <QTextDocument>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using client::MemberListModel;
using client::MemberRow;
using protocol::PresenceState;
using protocol::RoomRole;

QString roleWord(RoomRole role)
{
    switch (role) {
    case RoomRole::Owner:
        return PeopleRows::tr("owner");
    case RoomRole::Admin:
        return PeopleRows::tr("admin");
    case RoomRole::Member:
    case RoomRole::None:
        break;
    }
    return {};
}

QString lastSeenWords(TimeMs seen, TimeMs now)
{
    return PeopleRows::tr("%1, %2").arg(client::dayLabel(seen.value(), now.value()), client::clockLabel(seen.value()));
}

PeopleRows::PeopleRows(const client::Store& store, MemberListModel& members, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_store(store)
    , m_members(members)
{
    setSourceModel(&members);
}

void PeopleRows::setFilter(const QString& text)
{
    const QString folded = client::foldForSearch(text.trimmed());
    m_filter = folded.startsWith(u'@') ? folded.sliced(1) : folded;
    invalidateFilter();
}

const MemberRow& PeopleRows::member(int row) const { return m_members.member(mapToSource(index(row, 0)).row()); }

bool PeopleRows::filterAcceptsRow(int row, const QModelIndex&) const
{
    if (m_filter.isEmpty())
        return true;
    const MemberRow& person = m_members.member(row);
    return client::foldForSearch(person.display).contains(m_filter) || client::foldForSearch(person.name).contains(m_filter);
}

QVariant PeopleRows::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const MemberRow& person = member(index.row());
    switch (role) {
    case Qt::AccessibleTextRole:
        return spoken(person);
    case Qt::ToolTipRole:
        return toolTip(person);
    case GroupSizeRole:
        return groupSize(index.row());
    case RoleWordRole:
        return roleWord(person.role);
    case MemberListModel::StartsGroupRole:
        return index.row() == 0 || client::memberGroup(member(index.row() - 1).state) != client::memberGroup(person.state);
    default:
        return QSortFilterProxyModel::data(index, role);
    }
}

int PeopleRows::groupSize(int row) const
{
    const client::MemberGroup group = client::memberGroup(member(row).state);
    int count = 0;
    for (int other = 0; other < rowCount(); ++other)
        count += client::memberGroup(member(other).state) == group ? 1 : 0;
    return count;
}

QString PeopleRows::spoken(const MemberRow& person) const
{
    QStringList parts{person.display, presenceWord(person.state), roleWord(person.role), person.status};
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QString PeopleRows::toolTip(const MemberRow& person) const
{
    QStringList lines{person.display == person.name ? person.display : tr("%1 (%2)").arg(person.display, person.name)};
    QString state = presenceWord(person.state);
    if (const QString role = roleWord(person.role); !role.isEmpty())
        state += u", "_s + role;
    lines.append(state);
    if (!person.status.isEmpty())
        lines.append(person.status);
    if (person.state == PresenceState::Offline && person.lastSeen.value() > 0)
        lines.append(tr("Last seen: %1").arg(lastSeenWords(person.lastSeen, m_store.clock().now())));
    return Qt::convertFromPlainText(lines.join(u'\n'), Qt::WhiteSpaceNormal);
}

} // namespace confab::desktop
