// What messages, edits and deletions do to a room, and how unread lines are counted.
#include "shared/client/store/RowText.h"
#include "shared/client/store/StoreEntry.h"
#include "shared/client/text/Sanitiser.h"

#include <algorithm>

namespace confab::client {

void Store::apply(const protocol::MessagePosted& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    const bool isNew = begin(*entry, event);
    const TimelineRow row = rowOf(event);
    timeline(event.room).append(row);
    stopTyping(*entry, event.by);
    spoke(*entry, event.by, event.ts);
    const bool isOthers = !row.own && event.by.isValid();
    if (isNew && isOthers && event.seq > entry->room.read && entry->room.isMember())
        setUnread(*entry, entry->room.unread + 1, entry->room.mentions + (row.mentionsMe ? 1 : 0));
    recountUnread(*entry);
    if (isNew && isOthers)
        Q_EMIT messageArrived(event.room, event.seq);
}

void Store::apply(const protocol::MessageEdited& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    begin(*entry, event);
    LineChange change{.of = event.of, .rev = event.seq, .text = safeBody(event.text), .rawText = event.text, .c = event.c};
    Timeline& lines = timeline(event.room);
    const int row = lines.indexOf(event.of);
    // Others may edit by right: a line mentions me because of its author's words, not because of who edits it.
    const UserId author = row >= 0 ? lines.at(row).by : event.by;
    change.mentionsMe = mentionsSelf(author, change.text);
    lines.apply(change);
    recountUnread(*entry);
}

void Store::apply(const protocol::MessageDeleted& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    const bool isNew = begin(*entry, event);
    Timeline& lines = timeline(event.room);
    const int row = lines.indexOf(event.of);
    // Of a line that is not loaded the author is unknown; mostly people delete their own.
    bool counted = event.by != m_self.id;
    bool mentioned = false;
    if (row >= 0) {
        const TimelineRow& line = lines.at(row);
        counted = line.isTalk() && !line.own && !line.deleted;
        mentioned = counted && line.mentionsMe;
    }
    lines.apply({.of = event.of, .rev = event.seq, .deletes = true, .text = {}, .rawText = {}, .c = event.c});
    if (isNew && counted && event.of > entry->room.read && entry->room.unread < limits::unreadShown)
        setUnread(*entry, entry->room.unread - 1, entry->room.mentions - (mentioned ? 1 : 0));
    recountUnread(*entry);
}

void Store::apply(const protocol::SystemLine& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    begin(*entry, event);
    timeline(event.room).append(rowOf(event));
    recountUnread(*entry);
}

void Store::apply(const protocol::UnknownEvent& event)
{
    Entry* entry = find(event.room);
    if (!entry)
        return;
    begin(*entry, event);
    timeline(event.room).append(rowOf(event));
    recountUnread(*entry);
}

void Store::spoke(Entry& entry, UserId person, TimeMs ts)
{
    TimeMs& last = entry.lastSpoke[person];
    last = std::max(last, ts);
}

void Store::setRead(const protocol::ReadMark& mark)
{
    Entry* entry = find(mark.room);
    if (!entry)
        return;
    const bool isMoved = entry->room.read != mark.seq;
    entry->room.read = mark.seq;
    entry->asOf = std::max(entry->asOf, timeline(mark.room).upTo());
    const Room before = entry->room;
    setUnread(*entry, mark.unread, mark.mentions);
    recountUnread(*entry);
    if (isMoved && before.unread == entry->room.unread && before.mentions == entry->room.mentions)
        Q_EMIT unreadChanged(mark.room);
}

void Store::setUnread(Entry& entry, qint64 unread, qint64 mentions)
{
    unread = std::clamp<qint64>(unread, 0, limits::unreadShown);
    mentions = std::clamp<qint64>(mentions, 0, unread);
    if (entry.room.unread == unread && entry.room.mentions == mentions)
        return;
    entry.room.unread = unread;
    entry.room.mentions = mentions;
    Q_EMIT unreadChanged(entry.room.id);
}

void Store::recountUnread(Entry& entry)
{
    const Timeline& lines = timeline(entry.room.id);
    // Counting beats adding up, but only where every line after the marker is loaded.
    const bool isCovered = lines.upTo() >= entry.asOf && lines.coveredFrom().value() <= entry.room.read.value() + 1;
    if (!isCovered || !entry.room.isMember())
        return;
    qint64 unread = 0;
    qint64 mentions = 0;
    const int end = lines.size() - lines.pendingCount();
    for (int row = lines.firstAfter(entry.room.read); row < end; ++row) {
        const TimelineRow& line = lines.at(row);
        if (!line.isTalk() || line.own || line.deleted || !line.by.isValid())
            continue;
        ++unread;
        mentions += line.mentionsMe ? 1 : 0;
    }
    setUnread(entry, unread, mentions);
}

} // namespace confab::client
