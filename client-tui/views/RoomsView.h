// The pane of rooms: numbers, names, what is unread.
#pragma once

#include "client-tui/term/Canvas.h"
#include "client-tui/views/Theme.h"
#include "shared/client/models/RoomListModel.h"

#include <QHash>

namespace confab::tui {

/// Numbers stay with their rooms while the program runs: by name at first, later rooms get the next free number.
class RoomNumbers {
public:
    explicit RoomNumbers(const client::RoomListModel& model);

    /// Takes new rooms in; rooms that are gone free their number.
    void update();
    /// 1 and up; 0 when it is not listed.
    int numberOf(RoomId room) const { return m_numbers.value(room); }
    /// Not valid when no room has this number.
    RoomId roomOf(int number) const { return m_numbers.key(number); }
    /// The rooms as the pane shows them: rooms first, then direct ones, by number.
    const QList<RoomId>& inOrder() const { return m_order; }

private:
    const client::RoomListModel& m_model;
    QHash<RoomId, int> m_numbers;
    QList<RoomId> m_order;
};

/// Keeps only how far it is scrolled.
class RoomsView {
public:
    RoomsView(const client::Store& store, const RoomNumbers& numbers);

    void setTheme(const Theme& theme) { m_theme = theme; }
    /// `isOnline` false: the heading says that what is shown may be old.
    void draw(const Canvas& canvas, RoomId current, bool isOnline);

private:
    struct Line {
        RoomId room; // not valid: a heading or a gap
        QString heading;
    };

    QList<Line> lines(bool isOnline) const;
    void drawRoom(const Canvas& canvas, int row, const client::Room& room, bool isCurrent) const;

    const client::Store& m_store;
    const RoomNumbers& m_numbers;
    Theme m_theme;
    int m_firstLine = 0;
};

} // namespace confab::tui
