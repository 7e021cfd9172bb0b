// Between a durable event and its row in the log: text and target in columns of their own, the rest as JSON.
#pragma once

#include "server/storage/Database.h"
#include "server/storage/Records.h"

namespace confab::server {

/// What an event keeps beside its head.
struct EventColumns {
    int kind = 0;
    std::optional<Seq> target;          ///< edit and delete: the message they change
    std::optional<QString> text;        ///< what deletion blanks
    std::optional<QString> detail;      ///< JSON of all other members
};

EventColumns columnsOf(const AnyEvent& event);

/// The columns of a query that readEvent() reads, starting at column 0. The table is called e, the author's account a.
#define CONFAB_EVENT_COLUMNS                                                                                                     \
    "e.seq, e.kind, e.author, e.cid, e.ts, e.target, e.text, e.detail, coalesce(a.display, '')"
#define CONFAB_EVENT_COLUMN_COUNT 9

/// `reader` gets `c` in their own events. An unreadable detail gives empty fields, never a failure.
AnyEvent readEvent(const Row& row, RoomId room, UserId reader);

} // namespace confab::server
