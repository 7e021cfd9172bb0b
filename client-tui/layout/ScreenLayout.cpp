// Where each part of the screen lies: a pure function of the window's size and what the person wants to see.
#include "client-tui/layout/ScreenLayout.h"

#include <algorithm>

namespace confab::tui {

namespace {

int roomsColumns(int width) { return width < 100 ? 17 : width < 130 ? 20 : 24; }

int membersColumns(int width) { return width < 130 ? 19 : 22; }

} // namespace

ScreenLayout layOutScreen(QSize size, const LayoutOptions& options)
{
    ScreenLayout layout;
    const int width = size.width();
    const int height = size.height();
    if (width < ScreenLayout::minimum.width() || height < ScreenLayout::minimum.height()) {
        layout.isTooSmall = true;
        return layout;
    }

    // At least half of the rows stay with the conversation, however long the text being written is.
    const int inputRows = std::clamp(options.inputRows, 1, std::min(ScreenLayout::inputRowsLimit, height / 2 - 2));
    const int bodyTop = 1;
    const int bodyRows = height - 2 - inputRows;
    layout.title = QRect(0, 0, width, 1);
    layout.status = QRect(0, bodyTop + bodyRows, width, 1);
    layout.candidates = layout.status;
    layout.input = QRect(0, layout.status.top() + 1, width, inputRows);

    int left = 0;
    int right = width;
    if (options.showsRooms && width >= ScreenLayout::roomsFrom) {
        layout.rooms = QRect(0, bodyTop, roomsColumns(width), bodyRows);
        layout.roomsBorder = QRect(layout.rooms.width(), bodyTop, 1, bodyRows);
        left = layout.rooms.width() + 1;
    }
    if (options.showsMembers && width >= ScreenLayout::membersFrom) {
        layout.members = QRect(width - membersColumns(width), bodyTop, membersColumns(width), bodyRows);
        layout.membersBorder = QRect(layout.members.left() - 1, bodyTop, 1, bodyRows);
        right = layout.membersBorder.left();
    }
    layout.timeline = QRect(left, bodyTop, right - left, bodyRows);
    return layout;
}

} // namespace confab::tui
