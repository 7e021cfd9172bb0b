// The line above the timeline: which room this is, what it is about, and the ways to the panes.
#pragma once

#include "client-desktop/theme/IconButton.h"
#include "shared/client/store/Store.h"

#include <QWidget>

namespace confab::desktop {

class ElidedLabel;

/// Follows the store's room. Main thread.
class RoomHeader final : public QWidget {
    Q_OBJECT
public:
    /// `store` and `look` outlive it.
    RoomHeader(client::Store& store, const Look& look, QWidget* parent = nullptr);

    /// An invalid id empties it.
    void setRoom(RoomId room);
    RoomId room() const { return m_room; }
    /// Whether the list of people is open: the state of its button. Emits nothing.
    void setPeopleShown(bool isShown);
    /// In narrow windows a button opens the rooms.
    void setNarrow(bool isNarrow);

Q_SIGNALS:
    /// Show or hide the people; answer with setPeopleShown().
    void peopleRequested();
    void roomsRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showRoom();

    client::Store& m_store;
    const Look& m_look;
    RoomId m_room;
    IconButton* m_rooms = nullptr;
    ElidedLabel* m_label = nullptr;
    ElidedLabel* m_topic = nullptr;
    IconButton* m_people = nullptr;
};

} // namespace confab::desktop
