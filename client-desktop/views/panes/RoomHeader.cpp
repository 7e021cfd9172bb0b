// The line above the timeline: which room this is, what it is about, and the ways to the panes.
#include "client-desktop/views/panes/RoomHeader.h"

#include "client-desktop/views/panes/ElidedLabel.h"

#include <QEvent>
#include <QHBoxLayout>

namespace confab::desktop {

RoomHeader::RoomHeader(client::Store& store, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_look(look)
    , m_rooms(new IconButton(look, Icon::Rooms, tr("Rooms"), this))
    , m_label(new ElidedLabel(look, Token::Strong, this))
    , m_topic(new ElidedLabel(look, Token::Quiet, this))
    , m_people(new IconButton(look, Icon::People, tr("People"), this))
{
    const int em = fontMetrics().height();
    QFont bold = font();
    bold.setBold(true);
    m_label->setFont(bold);
    m_label->setAccessibleDescription(tr("The open room"));
    m_people->setCheckable(true);
    m_rooms->hide();
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(em * 3 / 4, 0, em / 2, 0);
    line->setSpacing(em * 3 / 4);
    line->addWidget(m_rooms);
    line->addWidget(m_label);
    line->addWidget(m_topic, 1);
    line->addWidget(m_people);
    setFixedHeight(fontMetrics().height() * 5 / 2);

    connect(m_rooms, &QAbstractButton::clicked, this, &RoomHeader::roomsRequested);
    connect(m_people, &QAbstractButton::clicked, this, &RoomHeader::peopleRequested);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
    const auto follow = [this](RoomId changed) {
        if (changed == m_room)
            showRoom();
    };
    connect(&store, &client::Store::roomAdded, this, follow);
    connect(&store, &client::Store::roomChanged, this, follow);
    connect(&store, &client::Store::roomRemoved, this, follow);
    connect(&store, &client::Store::personChanged, this, [this] { showRoom(); });
    showRoom();
}

void RoomHeader::setRoom(RoomId room)
{
    m_room = room;
    showRoom();
}

void RoomHeader::showRoom()
{
    const client::Room* room = m_room.isValid() ? m_store.room(m_room) : nullptr;
    m_label->setText(room ? m_store.roomLabel(m_room) : QString());
    QString about = room ? room->topic : QString();
    if (about.isEmpty() && room && !room->isDirect() && room->title != room->name && room->title != m_store.roomLabel(m_room))
        about = room->title;
    m_topic->setText(about);
    m_people->setEnabled(room);
}

void RoomHeader::setPeopleShown(bool isShown) { m_people->setChecked(isShown); }

void RoomHeader::setNarrow(bool isNarrow) { m_rooms->setVisible(isNarrow); }

void RoomHeader::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFixedHeight(fontMetrics().height() * 5 / 2);
}

void RoomHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.color(Token::Timeline));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_look.color(Token::Separator));
}

} // namespace confab::desktop
