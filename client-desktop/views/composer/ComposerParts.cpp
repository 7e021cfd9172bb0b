// How the composer looks: the rounded field with its strip, input, counter and button, and the room they get.
#include "client-desktop/views/composer/Composer.h"

#include "client-desktop/views/composer/ComposerInput.h"
#include "client-desktop/views/composer/ComposerStrip.h"
#include "client-desktop/views/composer/SendButton.h"
#include "client-desktop/views/composer/SuggestionPopup.h"
#include "shared/base/Limits.h"
#include "shared/client/text/Emoji.h"
#include "shared/client/text/Sanitiser.h"

#include <QEvent>
#include <QBoxLayout>
#include <QPainter>

#include <algorithm>

namespace confab::desktop {

namespace {

constexpr int counterFrom = 200;
constexpr double largestShare = 0.4; // of the window's height

/// What the text will take on the wire, in bytes; short codes are emoji by then.
qsizetype bytesToSend(const QString& text)
{
    const qsizetype bytes = text.toUtf8().size();
    return bytes + counterFrom < limits::messageBytes ? bytes : client::expandShortcodes(text).toUtf8().size();
}

} // namespace

void Composer::buildParts()
{
    m_strip = new ComposerStrip(m_look, this);
    m_input = new ComposerInput(this);
    m_input->setAccessibleName(tr("Message"));
    m_counter = new QLabel(this);
    m_counter->setTextFormat(Qt::PlainText);
    m_counter->hide();
    m_send = new SendButton(m_look, this);
    m_popup = new SuggestionPopup(m_look, this);
    // It moves to the window, which may live longer.
    connect(this, &QObject::destroyed, m_popup, &QObject::deleteLater);

    auto* column = new QVBoxLayout(this);
    column->setSpacing(0);
    column->addWidget(m_strip);
    auto* row = new QHBoxLayout;
    row->addWidget(m_input, 1);
    row->addWidget(m_counter, 0, Qt::AlignBottom);
    row->addWidget(m_send, 0, Qt::AlignBottom);
    column->addLayout(row);

    setFocusProxy(m_input);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_input->installEventFilter(this);
    fitParts();
}

void Composer::connectParts()
{
    connect(&m_look, &Look::changed, this, &Composer::applyColors);
    connect(m_input, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_input, &QPlainTextEdit::cursorPositionChanged, this, &Composer::onCursorMoved);
    connect(m_input, &ComposerInput::largePaste, this, &Composer::onLargePaste);
    connect(m_send, &QAbstractButton::clicked, this, &Composer::requestSend);
    connect(m_strip, &ComposerStrip::cancelRequested, this, [this] {
        cancel();
        m_input->setFocus(Qt::OtherFocusReason);
    });
    connect(m_strip, &ComposerStrip::insertRequested, this, [this] { answerPaste(false); });
    connect(m_strip, &ComposerStrip::codeBlockRequested, this, [this] { answerPaste(true); });
    connect(m_popup, &SuggestionPopup::picked, this, &Composer::accept);
}

void Composer::fitParts()
{
    const int line = fontMetrics().height();
    const int pad = line / 2;
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->setContentsMargins(pad, pad / 2, pad, pad);
    QLayout* row = column->itemAt(1)->layout();
    const int edge = line / 5;
    // Layouts mirror what they hold, but not their margins.
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    row->setContentsMargins(isMirrored ? edge : pad + edge, edge, isMirrored ? pad + edge : edge, edge);
    row->setSpacing(pad);
    m_counter->setMinimumHeight(m_send->sizeHint().height());
    if (const QWidget* top = window()) {
        const int strip = m_strip->isHidden() ? 0 : m_strip->sizeHint().height();
        m_input->setTallest(int(top->height() * largestShare) - strip - 2 * pad);
    }
    update();
}

void Composer::followWindow()
{
    if (m_window == window())
        return;
    if (m_window && m_window != this)
        m_window->removeEventFilter(this);
    m_window = window();
    if (m_window != this)
        m_window->installEventFilter(this);
}

void Composer::refreshStrip()
{
    if (m_editing) {
        const QString note = tr("Editing your message – Esc cancels");
        m_strip->setNote(note, note);
    } else if (m_replyTo) {
        const QString words = tr("Replying to %1: %2");
        m_strip->setNote(words.arg(client::isolated(m_replyWho), client::isolated(m_replyWords)), words.arg(m_replyWho, m_replyWords));
    } else {
        m_strip->setNote({}, {});
    }
    fitParts();
}

void Composer::refreshLimit()
{
    const qsizetype left = limits::messageBytes - bytesToSend(m_knownText);
    m_counter->setVisible(left < counterFrom);
    if (left < counterFrom) {
        m_counter->setText(left >= 0 ? tr("%1 left").arg(left) : tr("%1 too many").arg(-left));
        QPalette colors = palette();
        colors.setColor(QPalette::WindowText, m_look.color(left < 0 ? Token::Alert : Token::Quiet));
        m_counter->setPalette(colors);
    }
    m_send->setObstacle(left < 0 ? tr("The message is too long by %1 characters.").arg(-left) : QString());
    m_send->setReady(m_input->isEnabled() && !m_knownText.trimmed().isEmpty());
    m_send->setEnabled(m_input->isEnabled());
}

void Composer::applyColors()
{
    // The field is drawn here, so the parts on it have no ground of their own.
    QPalette colors = palette();
    colors.setColor(QPalette::Highlight, m_look.color(Token::TextSelection));
    colors.setColor(QPalette::HighlightedText, m_look.color(Token::Text));
    m_input->setPalette(colors);
    refreshLimit();
    update();
}

void Composer::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF field = QRectF(contentsRect().marginsRemoved(layout()->contentsMargins()));
    const qreal radius = fontMetrics().height() * 0.6;
    const bool hasKeyboard = m_input->hasFocus();
    painter.setPen(QPen(m_look.color(hasKeyboard ? Token::Accent : Token::Separator), hasKeyboard ? 2 : 1));
    painter.setBrush(m_look.color(Token::Field));
    const qreal half = hasKeyboard ? 1 : 0.5;
    painter.drawRoundedRect(field.adjusted(half, half, -half, -half), radius, radius);
}

void Composer::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        fitParts();
}

void Composer::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    followWindow();
    fitParts();
}

bool Composer::event(QEvent* event)
{
    if (event->type() == QEvent::ParentChange)
        followWindow();
    if (event->type() == QEvent::Hide)
        closePopup();
    if (event->type() == QEvent::Resize)
        fitParts();
    const bool isHandled = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
        movePopup();
    return isHandled;
}

} // namespace confab::desktop
