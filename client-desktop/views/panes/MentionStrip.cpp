// A strip at the edge of a list: "2 mentions above". A click goes there.
#include "client-desktop/views/panes/MentionStrip.h"

#include "client-desktop/delegates/Marks.h"

#include <algorithm>

namespace confab::desktop {

using namespace Qt::StringLiterals;

MentionStrip::MentionStrip(const Look& look, Edge edge, QWidget* parent)
    : QAbstractButton(parent)
    , m_look(look)
    , m_edge(edge)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void MentionStrip::setCount(qint64 count, bool isShort)
{
    setVisible(count > 0);
    if (count <= 0)
        return;
    const bool isAbove = m_edge == Edge::Above;
    QString words;
    if (count == 1)
        words = isAbove ? tr("1 mention above") : tr("1 mention below");
    else
        words = (isAbove ? tr("%1 mentions above") : tr("%1 mentions below")).arg(countText(count));
    setAccessibleName(words);
    setText((isAbove ? u"↑ "_s : u"↓ "_s) + (isShort ? countText(count) : words));
    update();
}

int MentionStrip::heightNeeded() const { return RowMeasures(font()).em * 7 / 4; }

void MentionStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const RowMeasures measures(font());
    // Rows that are half covered would be hard to read: the strip is as wide as the list, its pill as wide as the words.
    painter.fillRect(rect(), m_look.color(Token::Window));
    painter.setFont(badgeFont(font()));
    const int words = QFontMetrics(painter.font()).horizontalAdvance(text()) + measures.em * 3 / 2;
    QRectF box(0, 0, std::min(words, width() - measures.em / 2), measures.em * 11 / 8);
    box.moveCenter(QRectF(rect()).center());
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_look.color(Token::Badge));
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    if (hasFocus()) {
        painter.setPen(QPen(m_look.color(Token::OnBadge), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), box.height() / 2 - 2, box.height() / 2 - 2);
    }
    painter.setPen(m_look.color(Token::OnBadge));
    drawLine(painter, box.toRect().adjusted(measures.em / 4, 0, -measures.em / 4, 0), layoutDirection(), text(), Qt::AlignHCenter);
}

} // namespace confab::desktop
