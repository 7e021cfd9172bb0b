// The list of a pane: a QListView with group headings, a focus ring that is always somewhere, and words for when it is empty.
#include "client-desktop/views/panes/PaneList.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollBar>

namespace confab::desktop {

PaneList::PaneList(SectionDelegate& delegate, QWidget* parent)
    : QListView(parent)
    , m_delegate(delegate)
    , m_empty(new QLabel(viewport()))
{
    setItemDelegate(&delegate);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(NoSelection);
    setEditTriggers(NoEditTriggers);
    setResizeMode(Adjust);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Window);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_empty->hide();
}

void PaneList::setModel(QAbstractItemModel* model)
{
    QListView::setModel(model);
    if (!model)
        return;
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(model, signal, this, &PaneList::keepCurrent);
    connect(model, &QAbstractItemModel::modelReset, this, &PaneList::keepCurrent);
    keepCurrent();
}

void PaneList::setEmptyText(const QString& words)
{
    m_empty->setText(words);
    placeEmptyText();
}

void PaneList::keepCurrent()
{
    placeEmptyText();
    if (!currentIndex().isValid() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
}

void PaneList::placeEmptyText()
{
    const bool isEmpty = !model() || model()->rowCount() == 0;
    m_empty->setVisible(isEmpty && !m_empty->text().isEmpty());
    const int margin = fontMetrics().height();
    m_empty->setGeometry(viewport()->rect().adjusted(margin, margin, -margin, -margin));
}

QModelIndex PaneList::indexAt(const QPoint& point) const
{
    const QModelIndex index = QListView::indexAt(point);
    if (!index.isValid())
        return index;
    const QRect box = visualRect(index);
    return point.y() < box.top() + m_delegate.headingHeight(index, font()) ? QModelIndex() : index;
}

bool PaneList::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Enter)
        Q_EMIT pointerInside(true);
    else if (event->type() == QEvent::Leave)
        Q_EMIT pointerInside(false);
    return QListView::viewportEvent(event);
}

void PaneList::hideEvent(QHideEvent* event)
{
    Q_EMIT pointerInside(false);
    QListView::hideEvent(event);
}

void PaneList::focusInEvent(QFocusEvent* event)
{
    keepCurrent();
    QListView::focusInEvent(event);
}

void PaneList::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    placeEmptyText();
}

void PaneList::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = isKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid())
        Q_EMIT menuRequested(index, isKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void PaneList::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (isPlain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        if (currentIndex().isValid())
            Q_EMIT enterPressed(currentIndex());
        return;
    }
    if (isPlain && event->key() == Qt::Key_Up && currentIndex().row() <= 0) {
        Q_EMIT leftUp();
        return;
    }
    if (event->modifiers() & Qt::AltModifier) {
        // Alt with arrows is the window's.
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

} // namespace confab::desktop
