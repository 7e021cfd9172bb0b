// A push button painted from tokens: the one to press first, a plain one, and one on the banner.
#include "client-desktop/theme/TokenButton.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace confab::desktop {

namespace {

QColor mixed(const QColor& one, const QColor& other, qreal share)
{
    const auto part = [share](float a, float b) { return a + (b - a) * float(share); };
    return QColor::fromRgbF(part(one.redF(), other.redF()), part(one.greenF(), other.greenF()), part(one.blueF(), other.blueF()));
}

} // namespace

TokenButton::TokenButton(const Look& look, Kind kind, const QString& text, QWidget* parent)
    : QPushButton(text, parent)
    , m_look(look)
    , m_kind(kind)
{
    setAttribute(Qt::WA_Hover);
    setAutoDefault(true); // Enter presses it, outside dialogs too
    setCursor(Qt::PointingHandCursor);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

QSize TokenButton::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    const int em = metrics.height();
    const int height = m_kind == Kind::OnBanner ? em * 3 / 2 : em * 2;
    return {metrics.horizontalAdvance(text()) + em * (m_kind == Kind::OnBanner ? 3 : 5) / 2, height};
}

void TokenButton::paintEvent(QPaintEvent*)
{
    QStyleOptionButton option;
    initStyleOption(&option);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const bool isHot = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const bool isDown = option.state & QStyle::State_Sunken;
    QColor fill = Qt::transparent;
    QColor line = m_look.color(Token::QuoteBar);
    QColor ink = m_look.color(Token::Text);
    if (m_kind == Kind::Primary && isEnabled) {
        ink = m_look.color(Token::OnAccent);
        // Pressed or not, the words keep their contrast: the fill moves away from them.
        fill = mixed(m_look.color(Token::Accent), m_look.theme().isDark ? Qt::white : Qt::black, isDown ? 0.2 : isHot ? 0.1 : 0);
        line = fill;
    } else if (m_kind == Kind::OnBanner) {
        ink = m_look.color(Token::OnBanner);
        line = ink;
        if (isHot)
            fill = mixed(m_look.color(Token::Banner), m_look.theme().isDark ? Qt::black : Qt::white, isDown ? 0.5 : 0.3);
    } else if (isHot && isEnabled) {
        fill = m_look.color(Token::Hover);
    }
    if (!isEnabled)
        ink = m_look.color(Token::Quiet);

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal radius = fontMetrics().height() / 3.0;
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(line, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(box, radius, radius);
    if (option.state & QStyle::State_HasFocus) {
        // On its own colour the ring is of the ink and stands inside.
        const bool isFilled = m_kind != Kind::Plain;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(isFilled ? ink : m_look.color(Token::Accent), 2));
        const qreal inset = isFilled ? 3 : 0.5;
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius - inset / 2, radius - inset / 2);
    }
    painter.setPen(ink);
    const bool showsMnemonic = style()->styleHint(QStyle::SH_UnderlineShortcut, &option, this);
    painter.drawText(rect(), int(Qt::AlignCenter) | (showsMnemonic ? Qt::TextShowMnemonic : Qt::TextHideMnemonic), text());
}

} // namespace confab::desktop
