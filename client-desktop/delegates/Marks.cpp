// Small things that rows are made of: measures, presence marks and pills with a count.
#include "client-desktop/delegates/Marks.h"

#include "shared/base/Limits.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QStyle>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using protocol::PresenceState;

RowMeasures::RowMeasures(const QFont& font)
    : em(QFontMetrics(font).height())
    , row(em * 7 / 4)
    , heading(em * 2)
    , pad(em * 3 / 4)
    , gap(em / 2)
    , glyph(em * 15 / 16)
    , badge(em * 9 / 8)
{
}

QString presenceWord(PresenceState state)
{
    switch (state) {
    case PresenceState::Online:
        return QCoreApplication::translate("presence", "online");
    case PresenceState::Away:
        return QCoreApplication::translate("presence", "away");
    case PresenceState::Busy:
        return QCoreApplication::translate("presence", "busy");
    case PresenceState::Offline:
        break;
    }
    return QCoreApplication::translate("presence", "offline");
}

void drawPresence(QPainter& painter, const QRectF& box, PresenceState state, const Look& look, const QColor& back)
{
    const qreal side = std::min(box.width(), box.height());
    QRectF disc(0, 0, side, side);
    disc.moveCenter(box.center());
    const qreal stroke = side / 6;
    const QRectF ring = disc.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    switch (state) {
    case PresenceState::Online:
        painter.setBrush(look.color(Token::Online));
        painter.drawEllipse(disc);
        break;
    case PresenceState::Away:
        painter.setPen(QPen(look.color(Token::Away), stroke));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(ring);
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.color(Token::Away));
        painter.drawPie(ring, 90 * 16, 180 * 16);
        break;
    case PresenceState::Busy: {
        painter.setBrush(look.color(Token::Busy));
        painter.drawEllipse(disc);
        QRectF bar(0, 0, side * 0.56, side * 0.2);
        bar.moveCenter(disc.center());
        painter.setBrush(back);
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2);
        break;
    }
    case PresenceState::Offline:
        painter.setPen(QPen(look.color(Token::Offline), stroke));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(ring);
        break;
    }
    painter.restore();
}

int drawLine(QPainter& painter, const QRect& box, Qt::LayoutDirection layout, const QString& text, Qt::Alignment side)
{
    if (box.width() <= 0 || text.isEmpty())
        return 0;
    const QFontMetrics metrics(painter.font());
    const QString shown = metrics.elidedText(text, Qt::ElideRight, box.width());
    const Qt::LayoutDirection before = painter.layoutDirection();
    painter.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    // Absolute: the painter would turn the side around with the direction of the words.
    const Qt::Alignment place = QStyle::visualAlignment(layout, side) | Qt::AlignAbsolute | Qt::AlignVCenter;
    painter.drawText(box, int(place) | Qt::TextSingleLine, shown);
    painter.setLayoutDirection(before);
    return std::min(box.width(), metrics.horizontalAdvance(shown));
}

QString countText(qint64 count) { return count >= limits::unreadShown ? u"%1+"_s.arg(limits::unreadShown) : QString::number(count); }

QFont badgeFont(const QFont& font)
{
    QFont small = font;
    if (font.pointSizeF() > 0)
        small.setPointSizeF(font.pointSizeF() * 0.85);
    else
        small.setPixelSize(std::max(1, font.pixelSize() * 17 / 20));
    small.setBold(true);
    return small;
}

int badgeWidth(const QFont& font, const QString& text)
{
    const RowMeasures measures(font);
    return std::max(measures.badge, QFontMetrics(badgeFont(font)).horizontalAdvance(text) + measures.em * 5 / 8);
}

void drawBadge(QPainter& painter, const QRect& box, const QFont& font, const QString& text, const Look& look)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.color(Token::Badge));
    painter.drawRoundedRect(box, box.height() / 2.0, box.height() / 2.0);
    painter.setPen(look.color(Token::OnBadge));
    painter.setFont(badgeFont(font));
    painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter.restore();
}

QString initials(const QString& name)
{
    QString result;
    int words = 0;
    bool isInWord = false;
    QTextBoundaryFinder clusters(QTextBoundaryFinder::Grapheme, name);
    qsizetype start = 0;
    for (qsizetype end = clusters.toNextBoundary(); end > 0 && words < 2; start = end, end = clusters.toNextBoundary()) {
        const QString cluster = name.sliced(start, end - start);
        const char32_t first = cluster.toUcs4().first();
        const bool isWord = QChar::isLetterOrNumber(first) || first > 0xffff;
        if (isWord && !isInWord) {
            result += cluster;
            ++words;
        }
        isInWord = isWord;
    }
    return result.toUpper();
}

} // namespace confab::desktop
