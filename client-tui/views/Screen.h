// The whole screen: all parts in their places, drawn into one frame.
#pragma once

#include "client-tui/layout/ScreenLayout.h"
#include "client-tui/term/Terminal.h"
#include "client-tui/views/Bars.h"
#include "client-tui/views/InputView.h"
#include "client-tui/views/MembersView.h"
#include "client-tui/views/RoomsView.h"
#include "client-tui/views/TextOverlay.h"
#include "client-tui/views/TimelineView.h"

namespace confab::tui {

/// What the screen shows besides the store.
struct ScreenState {
    client::ConnectionState connection;
    int undelivered = 0;
    InputContent input;
    client::Completions completions; // empty: no candidate bar
    int candidate = 0;
    bool showsRooms = true;
    bool showsMembers = true;
};

/// One per store. Keeps the room shown, scroll positions and whether help is open.
class Screen {
public:
    explicit Screen(client::Store& store);

    void setTheme(const Theme& theme);
    const Theme& theme() const { return m_theme; }
    void showRoom(RoomId room);
    RoomId room() const { return m_timeline.room(); }

    /// Draws into the grid (which has the terminal's size); returns where the cursor belongs: always on what is in focus.
    Cursor draw(Grid& grid, const ScreenState& state);

    TimelineView& timeline() { return m_timeline; }
    const RoomNumbers& numbers() const { return m_numbers; }
    TextOverlay& overlay() { return m_overlay; }
    /// Rooms came or went.
    void updateRooms() { m_numbers.update(); }

private:
    void drawPanes(Grid& grid, const ScreenLayout& layout, const ScreenState& state);

    client::Store& m_store;
    client::RoomListModel m_roomList;
    RoomNumbers m_numbers;
    RoomsView m_rooms;
    TimelineView m_timeline;
    MembersView m_members;
    TextOverlay m_overlay;
    Theme m_theme;
};

} // namespace confab::tui
