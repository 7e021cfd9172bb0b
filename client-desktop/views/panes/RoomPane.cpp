// The rooms at the left: filter, groups, what is unread, and strips for mentions that are scrolled out; or a narrow rail.
#include "client-desktop/views/panes/RoomPane.h"

#include "client-desktop/views/panes/FilterField.h"
#include "client-desktop/views/panes/MentionStrip.h"
#include "client-desktop/views/panes/PaneList.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

namespace confab::desktop {

using client::RoomListModel;

RoomPane::RoomPane(client::Store& store, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_model(store, client::RoomOrder::Grouped)
    , m_rows(store, m_model)
    , m_delegate(look)
{
    build(look);
    m_stripsLater.setSingleShot(true);
    m_stripsLater.setInterval(0);
    connect(&m_stripsLater, &QTimer::timeout, this, &RoomPane::placeStrips);
    const auto later = [this] { m_stripsLater.start(); };
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, this, later);
    connect(m_list->verticalScrollBar(), &QScrollBar::rangeChanged, this, later);
    connect(&m_rows, &QAbstractItemModel::dataChanged, this, later);
    connect(&m_rows, &QAbstractItemModel::layoutChanged, this, later);
    const auto rowsChanged = [this, later] {
        markOpen();
        sayWhyEmpty();
        later();
    };
    connect(&m_rows, &QAbstractItemModel::rowsInserted, this, rowsChanged);
    connect(&m_rows, &QAbstractItemModel::rowsRemoved, this, rowsChanged);
    connect(&m_rows, &QAbstractItemModel::modelReset, this, rowsChanged);
    connect(&look, &Look::changed, m_list->viewport(), qOverload<>(&QWidget::update));
    sayWhyEmpty();
    setWidths();
}

RoomPane::~RoomPane()
{
    // The list looks at the models, which go before the child widgets do.
    m_list->disconnect(this);
    m_list->verticalScrollBar()->disconnect(this);
    m_list->setModel(nullptr);
}

void RoomPane::build(const Look& look)
{
    m_filter = new FilterField(look, this);
    m_filter->setAccessibleName(tr("Filter rooms"));
    m_list = new PaneList(m_delegate, this);
    m_list->setAccessibleName(tr("Rooms"));
    m_list->setModel(&m_rows);
    m_above = new MentionStrip(look, MentionStrip::Edge::Above, m_list);
    m_below = new MentionStrip(look, MentionStrip::Edge::Below, m_list);

    const int em = fontMetrics().height();
    m_filterRow = new QWidget(this);
    auto* filterLayout = new QHBoxLayout(m_filterRow);
    filterLayout->setContentsMargins(em / 2, em / 2, em / 2, em / 4);
    filterLayout->addWidget(m_filter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_filterRow);
    column->addWidget(m_list, 1);
    setFocusProxy(m_list);
    setTabOrder(m_filter, m_list);

    connect(m_filter, &QLineEdit::textChanged, this, &RoomPane::filter);
    connect(m_filter, &FilterField::leftDown, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_filter, &FilterField::accepted, this, [this] {
        const RoomId first = m_filter->text().isEmpty() ? RoomId() : at(0);
        m_filter->clear();
        if (first.isValid())
            Q_EMIT chosen(first);
    });
    connect(m_list, &PaneList::enterPressed, this, &RoomPane::choose);
    connect(m_list, &QListView::clicked, this, &RoomPane::choose);
    connect(m_list, &PaneList::leftUp, this, [this] {
        if (!isCompact())
            focusFilter();
    });
    connect(m_list, &PaneList::pointerInside, this, [this](bool isInside) { m_model.setHeld(isInside); });
    connect(m_above, &QAbstractButton::clicked, this, [this] { goToMention(true); });
    connect(m_below, &QAbstractButton::clicked, this, [this] { goToMention(false); });
}

void RoomPane::choose(const QModelIndex& index)
{
    if (const RoomId room = m_rows.roomAt(index.row()); room.isValid())
        Q_EMIT chosen(room);
}

void RoomPane::filter(const QString& text)
{
    m_rows.setFilter(text);
    sayWhyEmpty();
    if (!text.isEmpty() && m_rows.rowCount() > 0)
        m_list->setCurrentIndex(m_rows.index(0, 0));
}

void RoomPane::sayWhyEmpty()
{
    m_list->setEmptyText(isCompact() ? QString()
            : m_model.rowCount() > 0 ? tr("No room has that in its name.")
                                     : tr("No rooms yet. Type /join #name, or press Ctrl+K."));
}

void RoomPane::setCurrent(RoomId room)
{
    m_open = room;
    markOpen();
    const int row = m_rows.rowOf(room);
    if (row < 0)
        return;
    m_list->setCurrentIndex(m_rows.index(row, 0));
    m_list->scrollTo(m_rows.index(row, 0));
}

void RoomPane::markOpen()
{
    const int row = m_rows.rowOf(m_open);
    if (row < 0)
        m_list->selectionModel()->clearSelection();
    else
        m_list->selectionModel()->select(m_rows.index(row, 0), QItemSelectionModel::ClearAndSelect);
}

RoomId RoomPane::at(int index) const { return m_rows.roomAt(index); }

RoomId RoomPane::neighbour(int step) const
{
    const int count = m_rows.rowCount();
    if (count == 0)
        return {};
    const int row = m_rows.rowOf(m_open);
    if (row < 0)
        return at(step > 0 ? 0 : count - 1);
    return at(((row + step) % count + count) % count);
}

RoomId RoomPane::nextUnread(int step) const
{
    const int count = m_rows.rowCount();
    const int direction = step < 0 ? -1 : 1;
    int row = m_rows.rowOf(m_open);
    if (row < 0)
        row = direction > 0 ? -1 : count;
    for (int turn = 0; turn < count; ++turn) {
        row = (row + direction + count) % count;
        const QModelIndex index = m_rows.index(row, 0);
        const bool hasNews = index.data(RoomListModel::UnreadRole).toLongLong() > 0 && !index.data(RoomListModel::MutedRole).toBool();
        if (hasNews && at(row) != m_open)
            return at(row);
    }
    return {};
}

void RoomPane::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void RoomPane::setCompact(bool compact)
{
    if (compact == isCompact())
        return;
    m_delegate.setCompact(compact);
    m_filter->clear();
    m_filterRow->setVisible(!compact);
    m_list->setVerticalScrollBarPolicy(compact ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setWidths();
    sayWhyEmpty();
    m_list->doItemsLayout();
    m_stripsLater.start();
}

void RoomPane::setWidths()
{
    const int em = fontMetrics().height();
    if (isCompact()) {
        setFixedWidth(em * 4);
        return;
    }
    setMinimumWidth(em * 9);
    setMaximumWidth(QWIDGETSIZE_MAX);
}

QSize RoomPane::sizeHint() const { return {fontMetrics().height() * (isCompact() ? 4 : 14), fontMetrics().height() * 20}; }

void RoomPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_stripsLater.start();
}

void RoomPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_list)
        setWidths();
}

QList<int> RoomPane::hiddenMentions(bool isAbove) const
{
    QList<int> rows;
    const QRect seen = m_list->viewport()->rect();
    for (int row = 0; row < m_rows.rowCount(); ++row) {
        const QModelIndex index = m_rows.index(row, 0);
        if (index.data(RoomRows::PillRole).toLongLong() <= 0)
            continue;
        const int middle = m_list->visualRect(index).center().y();
        if (isAbove ? middle < seen.top() : middle > seen.bottom())
            rows.append(row);
    }
    return rows;
}

void RoomPane::placeStrips()
{
    for (MentionStrip* strip : {m_above, m_below}) {
        qint64 count = 0;
        for (const int row : hiddenMentions(strip == m_above))
            count += m_rows.index(row, 0).data(RoomRows::PillRole).toLongLong();
        strip->setCount(count, isCompact());
        const QRect place = m_list->viewport()->geometry();
        const int height = strip->heightNeeded();
        strip->setGeometry(place.left(), strip == m_above ? place.top() : place.bottom() + 1 - height, place.width(), height);
    }
}

void RoomPane::goToMention(bool isAbove)
{
    const QList<int> rows = hiddenMentions(isAbove);
    if (!rows.isEmpty())
        m_list->scrollTo(m_rows.index(isAbove ? rows.last() : rows.first(), 0), QAbstractItemView::PositionAtCenter);
}

} // namespace confab::desktop
