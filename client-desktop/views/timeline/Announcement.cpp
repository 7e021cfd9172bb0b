// Collects arrivals while the last announcement is still being spoken.
#include "client-desktop/views/timeline/Announcement.h"

#include "client-desktop/views/timeline/RowWords.h"

#include <QAccessible>

namespace confab::desktop {

namespace {

constexpr qsizetype wordsSpoken = 300;

} // namespace

Announcement::Announcement(client::Store& store, const TimelineLines& lines, QWidget* parent)
    : QWidget(parent)
    , m_lines(lines)
{
    setFixedSize(0, 0);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_pause.setSingleShot(true);
    m_pause.setInterval(intervalMs);
    connect(&m_pause, &QTimer::timeout, this, &Announcement::speak);
    connect(&store, &client::Store::messageArrived, this, &Announcement::arrived);
}

void Announcement::arrived(RoomId room, Seq seq)
{
    if (room != m_lines.room())
        return;
    m_count = room == m_room ? m_count + 1 : 1;
    m_room = room;
    m_last = seq;
    // The first waits too: a line may still be folded, and several often come at once.
    if (!m_pause.isActive())
        m_pause.start();
}

void Announcement::speak()
{
    const int count = std::exchange(m_count, 0);
    const int row = m_room == m_lines.room() ? m_lines.rowOf(RowKey::logged(m_last)) : -1;
    if (count == 0 || row < 0)
        return;
    const RowContent content = m_lines.content(row);
    const QString last = tr("%1: %2").arg(content.row.name, spokenText(content).left(wordsSpoken));
    m_words = count == 1 ? last : tr("%1 new messages, last from %2").arg(QString::number(count), last);
    setAccessibleName(m_words);
    m_pause.start();
    Q_EMIT spoken(m_words);
    // Screen readers speak a notification when it appears.
    QAccessibleEvent shown(this, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
}

} // namespace confab::desktop
