// How a room is drawn in the list: glyph, name, draft, what is unread; or as initials in the narrow rail.
#include "client-desktop/delegates/RoomDelegate.h"

#include "client-desktop/delegates/RoomRows.h"

#include <algorithm>

namespace confab::desktop {

using client::RoomListModel;
using protocol::PresenceState;

namespace {

bool hasNews(const QModelIndex& index)
{
    return index.data(RoomListModel::UnreadRole).toLongLong() > 0 && !index.data(RoomListModel::MutedRole).toBool();
}

bool isDirectRow(const QModelIndex& index) { return index.data(RoomListModel::GroupRole).toInt() == int(client::RoomGroup::Direct); }

} // namespace

QString RoomDelegate::heading(const QModelIndex& index) const { return isDirectRow(index) ? tr("Direct") : tr("Rooms"); }

bool RoomDelegate::startsGroup(const QModelIndex& index) const { return index.data(RoomListModel::StartsGroupRole).toBool(); }

int RoomDelegate::rowHeight(const RowMeasures& measures) const { return m_isCompact ? measures.em * 11 / 4 : measures.row; }

void RoomDelegate::paintGlyph(const Row& row, const QRect& box, const QColor& color) const
{
    const QVariant state = row.index.data(RoomRows::PeerStateRole);
    const QRect place = mirrored(row, box);
    if (state.isValid()) {
        QRectF dot(0, 0, row.measures.em * 0.62, row.measures.em * 0.62);
        dot.moveCenter(QRectF(place).center());
        drawPresence(row.painter, dot, PresenceState(state.toInt()), look(), row.back);
        return;
    }
    const Icon icon = isDirectRow(row.index) ? Icon::Person : row.index.data(RoomRows::PublicRole).toBool() ? Icon::Hash : Icon::Lock;
    icons().paint(row.painter, place, icon, color);
}

int RoomDelegate::paintCounts(const Row& row, const QRect& content) const
{
    int right = content.right() + 1;
    if (!hasNews(row.index))
        return right;
    const QFont& font = row.option.font;
    const qint64 pill = row.index.data(RoomRows::PillRole).toLongLong();
    const qint64 unread = row.index.data(RoomListModel::UnreadRole).toLongLong();
    if (pill > 0) {
        const QString text = countText(pill);
        const int width = badgeWidth(font, text);
        const QRect box(right - width, content.center().y() - row.measures.badge / 2, width, row.measures.badge);
        drawBadge(row.painter, mirrored(row, box), font, text, look());
        right -= width + row.measures.gap;
    }
    if (unread > pill) {
        const QString text = countText(unread);
        QFont small = badgeFont(font);
        small.setBold(false);
        const int width = QFontMetrics(small).horizontalAdvance(text) + 2;
        const QRect box(right - width, content.top(), width, content.height());
        drawText(row, box, text, small, look().color(row.isOpen ? Token::OnSelected : Token::Quiet));
        right -= width + row.measures.gap;
    }
    return right;
}

void RoomDelegate::paintRow(const Row& row) const
{
    if (m_isCompact) {
        paintTile(row);
        return;
    }
    const RowMeasures& measures = row.measures;
    const bool isMuted = row.index.data(RoomListModel::MutedRole).toBool();
    const bool isNews = hasNews(row.index);
    const QColor color = look().color(row.isOpen ? Token::OnSelected : isMuted ? Token::Quiet : isNews ? Token::Strong : Token::Text);
    const QColor quiet = row.isOpen ? color : look().color(Token::Quiet);

    QRect content = row.box.adjusted(measures.pad, 0, -measures.pad, 0);
    QRect glyph(content.left(), 0, measures.glyph, measures.glyph);
    glyph.moveTop(content.center().y() - measures.glyph / 2);
    paintGlyph(row, glyph, quiet);
    content.setLeft(glyph.right() + 1 + measures.gap);

    int right = paintCounts(row, content);
    if (row.index.data(RoomListModel::HasDraftRole).toBool() && !row.isOpen) {
        const QRect pencil(right - measures.glyph, glyph.top(), measures.glyph, measures.glyph);
        icons().paint(row.painter, mirrored(row, pencil), Icon::Pencil, quiet);
        right = pencil.left() - measures.gap;
    }
    QFont font = row.option.font;
    font.setBold(isNews);
    content.setRight(right - 1);
    drawText(row, content, row.index.data().toString(), font, color);
}

void RoomDelegate::paintTile(const Row& row) const
{
    const RowMeasures& measures = row.measures;
    const int side = measures.em * 9 / 4;
    QRect tile(0, 0, side, side);
    tile.moveCenter(row.box.center());
    const UserId peer(row.index.data(RoomRows::PeerRole).toLongLong());
    const bool isMuted = row.index.data(RoomListModel::MutedRole).toBool();
    const Theme& theme = look().theme();
    QPainter& painter = row.painter;
    const bool isHovered = row.option.state & QStyle::State_MouseOver;
    painter.setPen(isHovered ? QPen(theme.color(Token::QuoteBar), 1) : QPen(Qt::NoPen));
    painter.setBrush(theme.color(row.isOpen ? Token::Selected : Token::Hover));
    painter.drawRoundedRect(tile, measures.em / 2.0, measures.em / 2.0);
    if (row.isOpen) {
        // A bar at the edge: the colour of the tile alone says too little.
        const QRect bar(row.box.left() + 2, tile.top() + side / 4, std::max(2, measures.em / 5), side / 2);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Accent));
        painter.drawRoundedRect(mirrored(row, bar), bar.width() / 2.0, bar.width() / 2.0);
    }

    QFont font = row.option.font;
    font.setBold(hasNews(row.index) || row.isOpen);
    painter.setFont(font);
    painter.setPen(row.isOpen    ? theme.color(Token::OnSelected)
            : peer.isValid()     ? theme.nick(peer)
            : isMuted            ? theme.color(Token::Quiet)
            : hasNews(row.index) ? theme.color(Token::Strong)
                                 : theme.color(Token::Text));
    painter.drawText(tile, Qt::AlignCenter | Qt::TextSingleLine, initials(row.index.data().toString()));

    const QVariant state = row.index.data(RoomRows::PeerStateRole);
    if (state.isValid()) {
        QRectF dot(0, 0, measures.em * 0.6, measures.em * 0.6);
        dot.moveCenter(QRectF(tile).bottomRight() - QPointF(measures.em * 0.15, measures.em * 0.15));
        const QRectF place = mirrored(row, dot.toAlignedRect());
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Window));
        painter.drawEllipse(place.adjusted(-2, -2, 2, 2));
        drawPresence(painter, place, PresenceState(state.toInt()), look(), theme.color(Token::Window));
    }
    const qint64 pill = row.index.data(RoomRows::PillRole).toLongLong();
    if (pill > 0) {
        const QString text = pill > 99 ? QStringLiteral("99+") : QString::number(pill);
        const int width = badgeWidth(row.option.font, text);
        const QRect box(
            std::min(tile.right() + measures.em * 3 / 8, row.box.right()) - width, tile.top() - measures.em / 4, width, measures.badge);
        drawBadge(painter, mirrored(row, box), row.option.font, text, look());
    } else if (hasNews(row.index)) {
        const int dotSide = measures.em / 2;
        const QRect dot(tile.right() - dotSide * 3 / 4, tile.top() - dotSide / 4, dotSide, dotSide);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Token::Accent));
        painter.drawEllipse(mirrored(row, dot));
    }
}

} // namespace confab::desktop
