// How a person is drawn in the list of people: presence, name, status, role.
#include "client-desktop/delegates/MemberDelegate.h"

#include "client-desktop/delegates/PeopleRows.h"

#include <algorithm>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using client::MemberListModel;
using protocol::PresenceState;
using protocol::RoomRole;

QString MemberDelegate::heading(const QModelIndex& index) const
{
    QString word;
    switch (client::MemberGroup(index.data(MemberListModel::GroupRole).toInt())) {
    case client::MemberGroup::Online:
        word = tr("Online");
        break;
    case client::MemberGroup::Away:
        word = tr("Away");
        break;
    case client::MemberGroup::Offline:
        word = tr("Offline");
        break;
    }
    return u"%1 · %2"_s.arg(word).arg(index.data(PeopleRows::GroupSizeRole).toInt());
}

bool MemberDelegate::startsGroup(const QModelIndex& index) const { return index.data(MemberListModel::StartsGroupRole).toBool(); }

void MemberDelegate::paintRow(const Row& row) const
{
    const RowMeasures& measures = row.measures;
    const auto state = PresenceState(row.index.data(MemberListModel::StateRole).toInt());
    const auto role = RoomRole(row.index.data(MemberListModel::RoleRole).toInt());
    const UserId person(row.index.data(MemberListModel::UserIdRole).toLongLong());
    const QColor quiet = look().color(Token::Quiet);

    QRect content = row.box.adjusted(measures.pad, 0, -measures.pad, 0);
    QRect place(content.left(), content.top(), measures.glyph, content.height());
    QRectF dot(0, 0, measures.em * 0.62, measures.em * 0.62);
    dot.moveCenter(QRectF(mirrored(row, place)).center());
    drawPresence(row.painter, dot, state, look(), row.back);
    content.setLeft(place.right() + 1 + measures.gap);

    if (role == RoomRole::Owner || role == RoomRole::Admin) {
        QRect badge(content.right() + 1 - measures.glyph, 0, measures.glyph, measures.glyph);
        badge.moveTop(content.center().y() - measures.glyph / 2);
        icons().paint(row.painter, mirrored(row, badge), role == RoomRole::Owner ? Icon::Crown : Icon::Shield, quiet);
        content.setRight(badge.left() - measures.gap);
    }
    // The name goes first; what the person wrote beside it takes what is left.
    const QColor name = state == PresenceState::Offline ? quiet : look().theme().nick(person);
    const int used = drawText(row, content, row.index.data().toString(), row.option.font, name);
    content.setLeft(content.left() + used + measures.gap);
    if (content.width() < measures.em * 2)
        return;
    QFont small = badgeFont(row.option.font);
    small.setBold(false);
    QString status = row.index.data(MemberListModel::StatusRole).toString();
    status.replace(u'\n', u' ');
    drawText(row, content, status, small, quiet);
}

} // namespace confab::desktop
