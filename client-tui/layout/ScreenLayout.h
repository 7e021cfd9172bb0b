// Where each part of the screen lies: a pure function of the window's size and what the person wants to see.
#pragma once

#include <QRect>
#include <QSize>

namespace confab::tui {

struct LayoutOptions {
    bool showsRooms = true;
    bool showsMembers = true;
    int inputRows = 1; // as many as the text takes; cut to inputRowsLimit
};

/// Rectangles in cells; an invalid (empty) one is not shown. The candidate bar lies over the status line, so that nothing moves
/// when completion starts.
struct ScreenLayout {
    static constexpr QSize minimum{40, 10};
    static constexpr int inputRowsLimit = 8;
    static constexpr int roomsFrom = 80;    // columns
    static constexpr int membersFrom = 100; // columns
    static constexpr int textColumnsLimit = 110;

    bool isTooSmall = false;
    QRect title;
    QRect rooms;
    QRect roomsBorder;
    QRect timeline;
    QRect membersBorder;
    QRect members;
    QRect status;
    QRect candidates;
    QRect input;
};

ScreenLayout layOutScreen(QSize size, const LayoutOptions& options);

} // namespace confab::tui
