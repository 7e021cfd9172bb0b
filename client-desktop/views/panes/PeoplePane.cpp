// The people of the open room at the right: who is here, away and gone.
#include "client-desktop/views/panes/PeoplePane.h"

#include "client-desktop/views/panes/ElidedLabel.h"
#include "client-desktop/views/panes/FilterField.h"
#include "client-desktop/views/panes/PaneList.h"

#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>

namespace confab::desktop {

PeoplePane::PeoplePane(client::Store& store, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_model(store)
    , m_rows(store, m_model)
    , m_delegate(look)
{
    build(look);
    connect(&m_store, &client::Store::membersChanged, this, [this](RoomId changed) {
        if (changed == room())
            showCount();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &PeoplePane::showCount);
    connect(&look, &Look::changed, m_list->viewport(), qOverload<>(&QWidget::update));
    showCount();
}

PeoplePane::~PeoplePane()
{
    // The list looks at the models, which go before the child widgets do.
    m_list->disconnect(this);
    m_list->setModel(nullptr);
}

void PeoplePane::build(const Look& look)
{
    const int em = fontMetrics().height();
    m_heading = new ElidedLabel(look, Token::Strong, this);
    QFont bold = font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_heading->setContentsMargins(em / 4, em / 4, em / 4, em / 4);
    m_filter = new FilterField(look, this);
    m_filter->setAccessibleName(tr("Filter people"));
    m_list = new PaneList(m_delegate, this);
    m_list->setAccessibleName(tr("People"));
    m_list->setModel(&m_rows);

    auto* top = new QVBoxLayout;
    top->setContentsMargins(em / 2, em / 2, em / 2, 0);
    top->setSpacing(em / 4);
    top->addWidget(m_heading);
    top->addWidget(m_filter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    setFocusProxy(m_list);
    setMinimumWidth(em * 8);

    connect(m_filter, &QLineEdit::textChanged, &m_rows, &PeopleRows::setFilter);
    connect(m_filter, &FilterField::leftDown, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_filter, &FilterField::accepted, this, [this] { m_list->setFocus(Qt::TabFocusReason); });
    connect(m_list, &PaneList::leftUp, this, [this] {
        if (m_filter->isVisible())
            m_filter->setFocus(Qt::BacktabFocusReason);
    });
    connect(m_list, &PaneList::enterPressed, this, &PeoplePane::choose);
    connect(m_list, &QListView::doubleClicked, this, &PeoplePane::choose);
    connect(m_list, &PaneList::menuRequested, this, &PeoplePane::openMenu);
}

void PeoplePane::setRoom(RoomId room)
{
    if (room == this->room())
        return;
    m_filter->clear();
    m_model.setRoom(room);
    m_list->scrollToTop();
}

void PeoplePane::showCount()
{
    const int listed = m_model.rowCount();
    const qint64 total = room().isValid() ? std::max<qint64>(m_store.members(room()).total(), listed) : 0;
    m_heading->setText(total > 0 ? tr("People · %1").arg(total) : tr("People"));
    const bool isLong = listed >= filterFrom;
    if (!isLong && !m_filter->text().isEmpty())
        m_filter->clear();
    m_filter->setVisible(isLong);
}

void PeoplePane::choose(const QModelIndex& index)
{
    const UserId person = m_rows.member(index.row()).id;
    if (person != m_store.self().id)
        Q_EMIT personChosen(person);
}

void PeoplePane::openMenu(const QModelIndex& index, const QPoint& globalPos)
{
    const UserId person = m_rows.member(index.row()).id;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (person != m_store.self().id)
        menu->addAction(tr("&Message"), this, [this, person] { Q_EMIT personChosen(person); });
    menu->addAction(tr("M&ention"), this, [this, person] { Q_EMIT mentionRequested(person); });
    menu->popup(globalPos);
}

QSize PeoplePane::sizeHint() const { return {fontMetrics().height() * 13, fontMetrics().height() * 20}; }

} // namespace confab::desktop
