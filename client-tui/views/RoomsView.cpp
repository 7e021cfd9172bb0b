// The pane of rooms: numbers, names, what is unread.
#include "client-tui/views/RoomsView.h"

#include "client-tui/term/Grapheme.h"

#include <algorithm>

namespace confab::tui {

using namespace Qt::StringLiterals;

RoomNumbers::RoomNumbers(const client::RoomListModel& model)
    : m_model(model)
{
}

void RoomNumbers::update()
{
    m_order.clear();
    for (int row = 0; row < m_model.rowCount(); ++row)
        m_order.append(m_model.roomAt(row));
    m_numbers.removeIf([this](QHash<RoomId, int>::iterator one) { return !m_order.contains(one.key()); });
    int next = 1;
    for (const RoomId room : std::as_const(m_order)) {
        if (m_numbers.contains(room))
            continue;
        while (m_numbers.key(next).isValid())
            ++next;
        m_numbers.insert(room, next);
    }
    const auto isDirect = [this](RoomId room) {
        return m_model.data(m_model.index(m_model.rowOf(room)), client::RoomListModel::KindRole).toInt() == int(protocol::RoomKind::Direct);
    };
    std::stable_sort(m_order.begin(), m_order.end(), [&](RoomId one, RoomId other) {
        return isDirect(one) != isDirect(other) ? isDirect(other) : m_numbers.value(one) < m_numbers.value(other);
    });
}

RoomsView::RoomsView(const client::Store& store, const RoomNumbers& numbers)
    : m_store(store)
    , m_numbers(numbers)
{
}

void RoomsView::draw(const Canvas& canvas, RoomId current, bool isOnline)
{
    const QList<Line> all = lines(isOnline);
    const int rows = canvas.height();
    const auto chosen =
        std::find_if(all.begin(), all.end(), [current](const Line& line) { return line.room.isValid() && line.room == current; });
    const int at = chosen == all.end() ? 0 : int(chosen - all.begin());
    if (all.size() <= rows)
        m_firstLine = 0;
    else
        m_firstLine = std::clamp(std::clamp(m_firstLine, at - rows + 2, std::max(0, at - 1)), 0, int(all.size()) - rows);

    for (int row = 0; row < rows && m_firstLine + row < all.size(); ++row) {
        const Line& line = all[m_firstLine + row];
        const bool isCut = row == rows - 1 && m_firstLine + rows < all.size();
        const client::Room* room = line.room.isValid() ? m_store.room(line.room) : nullptr;
        if (isCut)
            canvas.putPadded({1, row}, canvas.width() - 1, u"… %1 more"_s.arg(all.size() - m_firstLine - rows + 1), m_theme.dim);
        else if (room)
            drawRoom(canvas, row, *room, line.room == current);
        else
            canvas.putPadded({1, row}, canvas.width() - 1, line.heading, m_theme.heading);
    }
}

QList<RoomsView::Line> RoomsView::lines(bool isOnline) const
{
    QList<Line> result;
    bool hadDirect = false;
    for (const RoomId id : m_numbers.inOrder()) {
        const client::Room* room = m_store.room(id);
        if (!room)
            continue;
        if (result.isEmpty() && !room->isDirect())
            result.append(Line{{}, isOnline ? u"Rooms"_s : u"Rooms (offline)"_s});
        if (room->isDirect() && !hadDirect) {
            hadDirect = true;
            if (!result.isEmpty())
                result.append(Line{});
            result.append(Line{{}, isOnline || result.size() > 1 ? u"People"_s : u"People (offline)"_s});
        }
        result.append(Line{id, {}});
    }
    return result;
}

void RoomsView::drawRoom(const Canvas& canvas, int row, const client::Room& room, bool isCurrent) const
{
    const client::UnreadLevel level = client::unreadLevel(room);
    const bool isMuted = room.mutedUntil && room.mutedUntil->value() > m_store.clock().now().value();
    Style style = isMuted ? m_theme.dim : m_theme.text;
    if (level != client::UnreadLevel::None && !isMuted)
        style.bold = true;
    Style side = m_theme.dim;
    Style mark = level == client::UnreadLevel::Activity || isMuted ? side : m_theme.mention;
    if (isCurrent) {
        canvas.fill(QRect(0, row, canvas.width(), 1), m_theme.selected);
        style = m_theme.selected;
        side = mark = m_theme.selected;
    }

    QString count;
    if (level != client::UnreadLevel::None)
        count = room.unread > 999 ? u"999+"_s : QString::number(room.unread);
    if (level == client::UnreadLevel::Mention)
        count.prepend(u'@');
    if (!room.draft.isEmpty() && !isCurrent)
        count.prepend(count.isEmpty() ? u"✎"_s : u"✎ "_s);

    const int number = m_numbers.numberOf(room.id);
    canvas.putRight(3, row, QString::number(number), side);
    const int countStart = count.isEmpty() ? canvas.width() - 1 : canvas.putRight(canvas.width() - 1, row, count, mark);
    const int nameColumns = countStart - 5 + (count.isEmpty() ? 1 : 0);
    canvas.putPadded({4, row}, std::max(0, nameColumns), m_store.roomLabel(room.id), style);
}

} // namespace confab::tui
