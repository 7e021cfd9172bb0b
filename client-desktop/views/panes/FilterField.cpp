// The field above a list: typing narrows it, Escape clears, Down goes into the list.
#include "client-desktop/views/panes/FilterField.h"

#include <QAction>
#include <QKeyEvent>

namespace confab::desktop {

FilterField::FilterField(const Look& look, QWidget* parent)
    : QLineEdit(parent)
    , m_icons(look)
    , m_glyph(addAction(m_icons.icon(Icon::Search, Token::Quiet), LeadingPosition))
{
    setPlaceholderText(tr("Filter"));
    m_glyph->setText(tr("Filter")); // a button for screen readers, so it has a name
    connect(&look, &Look::changed, this, &FilterField::showIcon);
}

void FilterField::showIcon() { m_glyph->setIcon(m_icons.icon(Icon::Search, Token::Quiet)); }

void FilterField::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (isPlain && event->key() == Qt::Key_Down) {
        Q_EMIT leftDown();
        return;
    }
    if (isPlain && event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    if (isPlain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT accepted();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace confab::desktop
