// What stands where the timeline would be while no room is open: two lines on how to go on.
#include "client-desktop/views/panes/EmptyPage.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace confab::desktop {

EmptyPage::EmptyPage(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    auto* column = new QVBoxLayout(this);
    column->setSpacing(fontMetrics().height() / 2);
    column->addStretch(1);
    for (const QString& words : {tr("No room is open"), tr("Ctrl+K goes to any room or person."), tr("F1 lists all shortcuts.")}) {
        auto* line = new QLabel(words, this);
        line->setTextFormat(Qt::PlainText);
        line->setAlignment(Qt::AlignCenter);
        line->setWordWrap(true);
        if (column->count() == 1) {
            QFont large = font();
            large.setPointSizeF(large.pointSizeF() * 1.3);
            large.setBold(true);
            line->setFont(large);
        } else {
            line->setForegroundRole(QPalette::PlaceholderText);
        }
        column->addWidget(line);
    }
    column->addStretch(2);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

void EmptyPage::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.color(Token::Timeline));
}

} // namespace confab::desktop
