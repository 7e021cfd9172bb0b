// The whole screen: all parts in their places, drawn into one frame.
#include "client-tui/views/Screen.h"

#include "client-tui/term/Grapheme.h"

namespace confab::tui {

using namespace Qt::StringLiterals;

Screen::Screen(client::Store& store)
    : m_store(store)
    , m_roomList(store, client::RoomOrder::Name)
    , m_numbers(m_roomList)
    , m_rooms(store, m_numbers)
    , m_timeline(store)
    , m_members(store)
{
    m_numbers.update();
    setTheme(makeTheme({}));
}

void Screen::setTheme(const Theme& theme)
{
    m_theme = theme;
    m_rooms.setTheme(theme);
    m_timeline.setTheme(theme);
    m_members.setTheme(theme);
}

void Screen::showRoom(RoomId room)
{
    m_timeline.setRoom(room);
    m_members.setRoom(room);
}

Cursor Screen::draw(Grid& grid, const ScreenState& state)
{
    const ScreenLayout layout = layOutScreen(grid.size(), {state.showsRooms, state.showsMembers, inputRows(state.input, grid.columns())});
    if (layout.isTooSmall) {
        const QString words = u"Too small: Confab needs %1×%2"_s.arg(ScreenLayout::minimum.width()).arg(ScreenLayout::minimum.height());
        Canvas(grid).put({0, 0}, elided(words, grid.columns()), m_theme.text);
        return {{0, 0}, true};
    }

    drawTitle(Canvas(grid, layout.title), m_theme, m_store, room());
    if (m_overlay.isOpen()) {
        const QRect area = layout.title.united(layout.input).adjusted(0, 1, 0, 0);
        return {area.topLeft() + m_overlay.draw(Canvas(grid, area), m_theme), true};
    }
    drawPanes(grid, layout, state);
    if (state.completions.candidates.size() > 1)
        drawCandidates(Canvas(grid, layout.candidates), m_theme, state.completions, state.candidate);
    else
        drawStatus(Canvas(grid, layout.status), m_theme, m_store, m_numbers,
            {state.connection, state.undelivered, room(), !m_timeline.isAtBottom()});
    return {layout.input.topLeft() + drawInput(Canvas(grid, layout.input), m_theme, state.input), true};
}

void Screen::drawPanes(Grid& grid, const ScreenLayout& layout, const ScreenState& state)
{
    if (!layout.rooms.isEmpty()) {
        m_rooms.draw(Canvas(grid, layout.rooms), room(), state.connection.isOnline());
        Canvas(grid, layout.roomsBorder).verticalLine({0, 0}, layout.roomsBorder.height(), m_theme.border);
    }
    if (!layout.members.isEmpty()) {
        Canvas(grid, layout.membersBorder).verticalLine({0, 0}, layout.membersBorder.height(), m_theme.border);
        m_members.draw(Canvas(grid, layout.members));
    }
    m_timeline.draw(Canvas(grid, layout.timeline));
}

} // namespace confab::tui
