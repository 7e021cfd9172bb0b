// One line above the input: what is being edited or answered, or a question about a paste.
#include "client-desktop/views/composer/ComposerStrip.h"

#include "client-desktop/theme/TokenButton.h"
#include "client-desktop/views/popup/EmojiText.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace confab::desktop {

ComposerStrip::ComposerStrip(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_space(new QWidget(this))
    , m_insert(new TokenButton(look, TokenButton::Kind::Primary, tr("Insert"), this))
    , m_codeBlock(new TokenButton(look, TokenButton::Kind::Plain, tr("As code block"), this))
    , m_cancel(new TokenButton(look, TokenButton::Kind::Plain, tr("Cancel"), this))
{
    auto* line = new QHBoxLayout(this);
    line->addWidget(m_space, 1);
    m_space->setAttribute(Qt::WA_TransparentForMouseEvents);
    for (QPushButton* button : {m_insert, m_codeBlock, m_cancel}) {
        button->setAutoDefault(true); // Enter presses the one that has the keyboard
        line->addWidget(button);
    }
    connect(m_insert, &QPushButton::clicked, this, &ComposerStrip::insertRequested);
    connect(m_codeBlock, &QPushButton::clicked, this, &ComposerStrip::codeBlockRequested);
    connect(m_cancel, &QPushButton::clicked, this, &ComposerStrip::cancelRequested);
    connect(&look, &Look::changed, this, [this] { update(); });
    fit();
    refresh();
}

void ComposerStrip::fit()
{
    const int pad = fontMetrics().height() / 3;
    layout()->setContentsMargins(pad, pad, pad, pad);
    layout()->setSpacing(pad);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    for (QPushButton* button : {m_insert, m_codeBlock, m_cancel})
        button->setFont(small);
}

void ComposerStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void ComposerStrip::setNote(const QString& text, const QString& spoken)
{
    m_note = text;
    m_spokenNote = spoken;
    refresh();
}

void ComposerStrip::ask(const QString& question)
{
    m_question = question;
    m_insert->setAccessibleDescription(question);
    refresh();
    m_insert->setFocus(Qt::OtherFocusReason);
}

void ComposerStrip::closeQuestion()
{
    m_question.clear();
    refresh();
}

void ComposerStrip::refresh()
{
    m_insert->setVisible(isAsking());
    m_codeBlock->setVisible(isAsking());
    // The new name is what screen readers announce.
    setAccessibleName(isAsking() ? m_question : m_spokenNote);
    setVisible(isAsking() || !m_note.isEmpty());
    update();
}

void ComposerStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const int pad = fontMetrics().height() / 3;
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    // Between the sides of the field, not over its rim.
    painter.fillRect(pad, height() - 1, width() - 2 * pad, 1, m_look.color(Token::Separator));
    QRect where = m_space->geometry().adjusted(isMirrored ? 0 : pad, 0, isMirrored ? -pad : 0, 0);
    const int bar = fontMetrics().height() / 6;
    const int tall = fontMetrics().height();
    painter.fillRect(QStyle::alignedRect(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter, QSize(bar, tall), where),
        m_look.color(isAsking() ? Token::Warning : Token::Accent));
    where.adjust(isMirrored ? 0 : 4 * bar, 0, isMirrored ? -4 * bar : 0, 0);
    painter.setPen(m_look.color(isAsking() ? Token::Text : Token::Quiet));
    drawLine(painter, where, isAsking() ? m_question : m_note, font(), isMirrored ? Qt::AlignRight : Qt::AlignLeft);
}

void ComposerStrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelRequested();
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        focusNextPrevChild((event->key() == Qt::Key_Right) == (layoutDirection() == Qt::LeftToRight));
    else
        QWidget::keyPressEvent(event);
}

} // namespace confab::desktop
