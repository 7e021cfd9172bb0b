// One account's rooms, messages, people and message field in a row that fits any width from 640 pixels up.
#include "client-desktop/windows/ChatPage.h"

#include <QApplication>
#include <QEvent>
#include <QVBoxLayout>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

// In widths of an average letter: below these the page gives up a pane.
constexpr int peopleFit = 118;
constexpr int roomNamesFit = 92;
constexpr int roomsWidth = 26;
constexpr int peopleWidth = 24;
constexpr int middleWidth = 70;

enum Column : int { RoomsColumn, MiddleColumn, PeopleColumn };

} // namespace

ChatPage::ChatPage(client::Store& store, const Look& look, const PaneChoice& choice, QWidget* parent)
    : QWidget(parent)
    , m_choice(choice)
{
    m_rooms = new RoomPane(store, look);
    m_people = new PeoplePane(store, look);
    m_banner = new ConnectionBanner(look);

    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->addWidget(m_rooms);
    m_splitter->addWidget(makeMiddle(store, look));
    m_splitter->addWidget(m_people);
    m_splitter->setStretchFactor(MiddleColumn, 1);
    const int letter = fontMetrics().averageCharWidth();
    m_splitter->setSizes({roomsWidth * letter, middleWidth * letter, peopleWidth * letter});
    if (!choice.splitter.isEmpty())
        m_splitter->restoreState(choice.splitter);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_splitter, 1);

    connect(m_header, &RoomHeader::peopleRequested, this, &ChatPage::togglePeople);
    connect(m_header, &RoomHeader::roomsRequested, this, &ChatPage::toggleRoomNames);
    showRoom({});
}

QWidget* ChatPage::makeMiddle(client::Store& store, const Look& look)
{
    m_header = new RoomHeader(store, look);
    m_timeline = new TimelineView(store, look);
    m_typing = new TypingLine(store, look);
    m_composer = new Composer(look);

    auto* talk = new QWidget;
    auto* column = new QVBoxLayout(talk);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_timeline, 1);
    column->addWidget(m_typing);
    column->addWidget(m_composer);

    m_stack = new QStackedWidget;
    m_stack->addWidget(new EmptyPage(look));
    m_stack->addWidget(talk);
    return m_stack;
}

void ChatPage::showRoom(RoomId room)
{
    m_room = room;
    m_rooms->setCurrent(room);
    m_header->setRoom(room);
    m_timeline->showRoom(room);
    m_typing->setRoom(room);
    m_people->setRoom(room);
    m_stack->setCurrentIndex(room.isValid() ? 1 : 0);
    fit();
}

PaneChoice ChatPage::choice() const
{
    PaneChoice choice = m_choice;
    choice.splitter = m_splitter->saveState();
    return choice;
}

void ChatPage::togglePeople()
{
    bool& shows = m_hasPeopleFit ? m_choice.showsPeople : m_showsPeopleAnyway;
    shows = !shows;
    fit();
}

void ChatPage::toggleRoomNames()
{
    bool& shows = m_hasNamesFit ? m_choice.showsRoomNames : m_showsNamesAnyway;
    shows = !shows;
    fit();
}

bool ChatPage::showsPeople() const { return m_hasPeopleFit ? m_choice.showsPeople : m_showsPeopleAnyway; }

bool ChatPage::showsRoomNames() const { return m_hasNamesFit ? m_choice.showsRoomNames : m_showsNamesAnyway; }

void ChatPage::fit()
{
    const int letters = width() / std::max(1, fontMetrics().averageCharWidth());
    if (std::exchange(m_hasPeopleFit, letters >= peopleFit) != m_hasPeopleFit)
        m_showsPeopleAnyway = false;
    if (std::exchange(m_hasNamesFit, letters >= roomNamesFit) != m_hasNamesFit)
        m_showsNamesAnyway = false;
    m_people->setVisible(showsPeople() && m_room.isValid());
    setCompact(!showsRoomNames());
    m_header->setPeopleShown(showsPeople());
    m_header->setNarrow(!m_hasNamesFit);
    Q_EMIT panesChanged();
}

void ChatPage::setCompact(bool isCompact)
{
    if (m_rooms->isCompact() == isCompact)
        return;
    QList<int> sizes = m_splitter->sizes();
    if (isCompact)
        m_roomsWidth = sizes[RoomsColumn];
    m_rooms->setCompact(isCompact);
    const int wanted = isCompact ? m_rooms->minimumWidth() : std::max(m_roomsWidth, m_rooms->minimumWidth());
    sizes[MiddleColumn] += sizes[RoomsColumn] - wanted;
    sizes[RoomsColumn] = wanted;
    m_splitter->setSizes(sizes);
}

void ChatPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void ChatPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

QList<QWidget*> ChatPage::panes() const { return {m_rooms, m_timeline, m_composer, m_people}; }

void ChatPage::focusPane(int step)
{
    QList<QWidget*> order;
    for (QWidget* pane : panes()) {
        if (pane->isVisibleTo(this))
            order.append(pane);
    }
    const QWidget* focused = QApplication::focusWidget();
    int at = -1;
    for (int i = 0; i < order.size(); ++i) {
        if (order[i] == focused || order[i]->isAncestorOf(focused))
            at = i;
    }
    const auto count = static_cast<int>(order.size());
    order[((at + step) % count + count) % count]->setFocus(Qt::TabFocusReason);
}

void ChatPage::focusComposer() { m_composer->setFocus(Qt::OtherFocusReason); }

} // namespace confab::desktop
