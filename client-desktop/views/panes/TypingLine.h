// Who is writing in the open room, in one line of fixed height below the timeline.
#pragma once

#include "client-desktop/theme/Look.h"
#include "shared/client/store/Store.h"

#include <QWidget>

namespace confab::desktop {

/// "Ana is typing …", or nothing. Moves nothing when it changes.
QString typingWords(const client::Store& store, RoomId room);

class TypingLine final : public QWidget {
    Q_OBJECT
public:
    /// `store` and `look` outlive it.
    TypingLine(client::Store& store, const Look& look, QWidget* parent = nullptr);

    /// An invalid id empties it.
    void setRoom(RoomId room);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showWords();

    client::Store& m_store;
    const Look& m_look;
    RoomId m_room;
    QString m_words;
};

} // namespace confab::desktop
