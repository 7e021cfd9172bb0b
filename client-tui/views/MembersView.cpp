// The pane of people: who is here, away and gone.
#include "client-tui/views/MembersView.h"

#include "client-tui/term/Grapheme.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::MemberGroup;
using protocol::PresenceState;
using protocol::RoomRole;

namespace {

QString roleWord(RoomRole role) { return role == RoomRole::Owner ? u"owner"_s : role == RoomRole::Admin ? u"admin"_s : QString(); }

QString groupWord(MemberGroup group)
{
    return group == MemberGroup::Online ? u"Online"_s : group == MemberGroup::Away ? u"Away"_s : u"Offline"_s;
}

} // namespace

QString presenceGlyph(PresenceState state)
{
    switch (state) {
    case PresenceState::Online:
        return u"●"_s;
    case PresenceState::Away:
        return u"◐"_s;
    case PresenceState::Busy:
        return u"⊘"_s;
    case PresenceState::Offline:
        break;
    }
    return u"○"_s;
}

MembersView::MembersView(client::Store& store)
    : m_store(store)
    , m_model(store)
{
}

void MembersView::draw(const Canvas& canvas) const
{
    int at = 0;
    const int members = m_model.rowCount();
    for (int row = 0; row < members && at < canvas.height(); ++row) {
        const bool startsGroup =
            row == 0 || client::memberGroup(m_model.member(row).state) != client::memberGroup(m_model.member(row - 1).state);
        if (startsGroup) {
            at += row == 0 ? 0 : 1;
            canvas.putPadded({1, at++}, canvas.width() - 1, heading(row), m_theme.heading);
        }
        const bool isCut = at == canvas.height() - 1 && row + 1 < members;
        if (isCut)
            canvas.putPadded({1, at++}, canvas.width() - 1, u"… %1 more"_s.arg(members - row), m_theme.dim);
        else
            drawMember(canvas, at++, m_model.member(row));
    }
}

QString MembersView::heading(int row) const
{
    const MemberGroup group = client::memberGroup(m_model.member(row).state);
    int count = 0;
    for (int other = row; other < m_model.rowCount() && client::memberGroup(m_model.member(other).state) == group; ++other)
        ++count;
    return groupWord(group) + u' ' + QString::number(count);
}

void MembersView::drawMember(const Canvas& canvas, int row, const client::MemberRow& member) const
{
    const bool isHere = member.state != PresenceState::Offline;
    const Style glyph = member.state == PresenceState::Online ? m_theme.good
        : member.state == PresenceState::Offline              ? m_theme.dim
                                                              : m_theme.warning;
    const bool isMe = member.id == m_store.self().id;
    const Style name = !isHere ? m_theme.dim : isMe ? m_theme.ownNick : m_theme.nick(member.id);
    canvas.put({1, row}, presenceGlyph(member.state), glyph);

    // What the person wrote beside their name gives way to the role, and both to the name.
    QString side = roleWord(member.role);
    const int nameColumns = textWidth(member.display);
    const int room = canvas.width() - 3 - nameColumns - 2;
    if (side.isEmpty())
        side = member.status;
    int right = canvas.width();
    if (!side.isEmpty() && room >= 4)
        right = canvas.putRight(canvas.width() - 1, row, elided(side, room), m_theme.dim) - 1;
    canvas.putPadded({3, row}, std::max(0, right - 3), member.display, name);
}

} // namespace confab::tui
