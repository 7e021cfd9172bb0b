// The line above the timeline: which room this is, what it is about, and the ways to the panes.
#include "client-desktop/views/panes/RoomHeader.h"

#include "client-desktop/views/panes/ElidedLabel.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace confab::desktop {

RoomHeader::RoomHeader(client::Store& store, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_look(look)
    , m_icons(look)
    , m_rooms(addButton(tr("Rooms")))
    , m_label(new ElidedLabel(look, Token::Strong, this))
    , m_topic(new ElidedLabel(look, Token::Quiet, this))
    , m_people(addButton(tr("People")))
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
    setFixedHeight(em * 5 / 2);

    connect(m_rooms, &QToolButton::clicked, this, &RoomHeader::roomsRequested);
    connect(m_people, &QToolButton::clicked, this, &RoomHeader::peopleRequested);
    connect(&look, &Look::changed, this, &RoomHeader::showIcons);
    const auto follow = [this](RoomId changed) {
        if (changed == m_room)
            showRoom();
    };
    connect(&store, &client::Store::roomAdded, this, follow);
    connect(&store, &client::Store::roomChanged, this, follow);
    connect(&store, &client::Store::roomRemoved, this, follow);
    connect(&store, &client::Store::personChanged, this, [this] { showRoom(); });
    showIcons();
    showRoom();
}

QToolButton* RoomHeader::addButton(const QString& name)
{
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::StrongFocus);
    const int em = fontMetrics().height();
    button->setIconSize({em * 5 / 4, em * 5 / 4});
    return button;
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

void RoomHeader::showIcons()
{
    m_rooms->setIcon(m_icons.icon(Icon::Rooms));
    m_people->setIcon(m_icons.icon(Icon::People));
    update();
}

void RoomHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.color(Token::Timeline));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_look.color(Token::Separator));
}

} // namespace confab::desktop
