// The pane of people: who is here, away and gone.
#pragma once

#include "client-tui/term/Canvas.h"
#include "client-tui/views/Theme.h"
#include "shared/client/models/MemberListModel.h"

namespace confab::tui {

/// Presence as a shape and, in the headings, as a word.
class MembersView {
public:
    explicit MembersView(client::Store& store);

    void setTheme(const Theme& theme) { m_theme = theme; }
    void setRoom(RoomId room) { m_model.setRoom(room); }
    void draw(const Canvas& canvas) const;

private:
    QString heading(int row) const;
    void drawMember(const Canvas& canvas, int row, const client::MemberRow& member) const;

    client::Store& m_store;
    client::MemberListModel m_model;
    Theme m_theme;
};

/// ● here, ◐ away, ○ gone; busy is ⊘.
QString presenceGlyph(protocol::PresenceState state);

} // namespace confab::tui
