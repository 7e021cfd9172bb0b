// Tells those who do not see the timeline what arrived in it: politely, at most once a second.
#pragma once

#include "client-desktop/views/timeline/TimelineLines.h"

#include <QTimer>
#include <QWidget>

namespace confab::desktop {

/// An invisible status line. Its accessible name is the last announcement: "Ana: hello", or "3 new messages, last from Ana: hello".
class Announcement final : public QWidget {
    Q_OBJECT
public:
    static constexpr int intervalMs = 1000;

    Announcement(client::Store& store, const TimelineLines& lines, QWidget* parent);

    QString words() const { return m_words; }

Q_SIGNALS:
    void spoken(const QString& words);

private:
    void arrived(RoomId room, Seq seq);
    void speak();

    const TimelineLines& m_lines;
    QTimer m_pause; // between two announcements
    QString m_words;
    Seq m_last;
    RoomId m_room;
    int m_count = 0;
};

} // namespace confab::desktop
