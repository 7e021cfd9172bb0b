// One line of plain text that gives way: elided when there is no room, whole in its tooltip.
#include "client-desktop/views/panes/ElidedLabel.h"

#include "client-desktop/delegates/Marks.h"

#include <QTextDocument>

#include <algorithm>

namespace confab::desktop {

ElidedLabel::ElidedLabel(const Look& look, Token token, QWidget* parent)
    : QLabel(parent)
    , m_look(look)
    , m_token(token)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

void ElidedLabel::setText(const QString& text)
{
    if (text == this->text())
        return;
    QLabel::setText(text);
    showToolTip();
}

QSize ElidedLabel::sizeHint() const
{
    const QMargins around = contentsMargins();
    return {fontMetrics().horizontalAdvance(text()) + 2 + around.left() + around.right(),
        fontMetrics().height() + around.top() + around.bottom()};
}

QSize ElidedLabel::minimumSizeHint() const { return {std::min(sizeHint().width(), fontMetrics().height() * 2), sizeHint().height()}; }

void ElidedLabel::showToolTip()
{
    const bool isWhole = fontMetrics().horizontalAdvance(text()) <= contentsRect().width() && !text().contains(QLatin1Char('\n'));
    setToolTip(isWhole ? QString() : Qt::convertFromPlainText(text(), Qt::WhiteSpaceNormal));
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    QLabel::resizeEvent(event);
    showToolTip();
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QString line = text();
    line.replace(QLatin1Char('\n'), QLatin1Char(' '));
    QPainter painter(this);
    painter.setPen(m_look.color(m_token));
    drawLine(painter, contentsRect(), layoutDirection(), line);
}

} // namespace confab::desktop
