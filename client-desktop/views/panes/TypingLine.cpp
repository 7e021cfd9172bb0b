// Who is writing in the open room, in one line of fixed height below the timeline.
#include "client-desktop/views/panes/TypingLine.h"

#include "client-desktop/delegates/Marks.h"
#include "shared/client/text/Sanitiser.h"

#include <QEvent>

namespace confab::desktop {

QString typingWords(const client::Store& store, RoomId room)
{
    const QList<UserId> people = room.isValid() ? store.typing(room) : QList<UserId>();
    const auto name = [&](qsizetype i) { return client::isolated(store.displayName(people.at(i))); };
    switch (people.size()) {
    case 0:
        return {};
    case 1:
        return TypingLine::tr("%1 is typing …").arg(name(0));
    case 2:
        return TypingLine::tr("%1 and %2 are typing …").arg(name(0), name(1));
    default:
        return TypingLine::tr("Several people are typing …");
    }
}

TypingLine::TypingLine(client::Store& store, const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_store(store)
    , m_look(look)
{
    setFixedHeight(fontMetrics().height() * 3 / 2);
    connect(&store, &client::Store::typingChanged, this, [this](RoomId room) {
        if (room == m_room)
            showWords();
    });
    connect(&store, &client::Store::personChanged, this, &TypingLine::showWords);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

void TypingLine::setRoom(RoomId room)
{
    m_room = room;
    showWords();
}

void TypingLine::showWords()
{
    const QString words = typingWords(m_store, m_room);
    if (std::exchange(m_words, words) == words)
        return;
    setAccessibleName(client::withoutIsolates(words));
    update();
}

void TypingLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFixedHeight(fontMetrics().height() * 3 / 2);
}

void TypingLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.color(Token::Timeline));
    const RowMeasures measures(font());
    QFont small = badgeFont(font());
    small.setBold(false);
    small.setItalic(true);
    const QRect box = rect().adjusted(measures.pad, 0, -measures.pad, 0);
    painter.setFont(small);
    painter.setPen(m_look.color(Token::Quiet));
    drawLine(painter, box, layoutDirection(), m_words);
}

} // namespace confab::desktop
