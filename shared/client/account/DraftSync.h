// Keeps the text being written here and the draft of the person's other devices in step.
#pragma once

#include "shared/client/Client.h"

namespace confab::client {

/// Knows no widgets: texts go in, and what should stand in the input comes out. Main thread.
class DraftSync {
public:
    /// The input now belongs to this room (or to none); answers the text to put into it.
    QString enter(RoomId room, const QString& draft);
    /// What is being written, at every change: goes to the client core, and so to the other devices. Empty while a command or an old
    /// message is being written: those are nobody's draft.
    void keep(Client& client, RoomId room, const QString& draft);
    /// The room's draft may have changed: answers the text to put into the input, or nothing when there is nothing new or something else
    /// is being written here. `isBusy`: the input serves another purpose now.
    std::optional<QString> follow(const QString& draft, const QString& input, bool isBusy);

private:
    RoomId m_room;
    QString m_agreed; // the input, when it last was the same thing as the draft
    QString m_known;  // the draft as the store had it then: made safe, so it may differ
    bool m_isKeeping = false;
};

} // namespace confab::client
