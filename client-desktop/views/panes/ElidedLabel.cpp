// One line of plain text that gives way: elided when there is no room, whole in its tooltip.
#include "client-desktop/views/panes/ElidedLabel.h"

#include <QPainter>
#include <QStyle>
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

QSize ElidedLabel::sizeHint() const { return {fontMetrics().horizontalAdvance(text()) + 2, fontMetrics().height()}; }

QSize ElidedLabel::minimumSizeHint() const { return {std::min(sizeHint().width(), fontMetrics().height() * 2), fontMetrics().height()}; }

void ElidedLabel::showToolTip()
{
    const bool isWhole = fontMetrics().horizontalAdvance(text()) <= width() && !text().contains(QLatin1Char('\n'));
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
    painter.drawText(rect(), int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter) | Qt::TextSingleLine,
        fontMetrics().elidedText(line, Qt::ElideRight, width()));
}

} // namespace confab::desktop
