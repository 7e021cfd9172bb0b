// Keeps the rows that were laid out last.
#pragma once

#include "client-desktop/views/timeline/MessageLayout.h"
#include "client-desktop/views/timeline/TimelineStyle.h"

#include <QCache>

#include <optional>

namespace confab::desktop {

/// A few hundred layouts, of all rooms. One that no longer says what its row says is made anew when it is asked for, so nobody has to tell.
class LayoutShelf {
public:
    static constexpr int kept = 300;

    explicit LayoutShelf(const TimelineLines& lines)
        : m_lines(lines)
    {
    }

    /// Forgets all layouts.
    void setStyle(const TimelineStyle& style);
    bool hasStyle() const { return m_style.has_value(); }
    const TimelineStyle& style() const { return *m_style; }
    /// Valid until the next call. Requires a style and a row that exists.
    MessageLayout& layout(int row);
    int guess(int row) const;
    /// How many rows were laid out since the beginning.
    qint64 layoutsMade() const { return m_made; }

private:
    struct Key {
        RoomId room;
        RowKey row;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed) { return qHashMulti(seed, key.room, key.row); }
    };

    const TimelineLines& m_lines;
    std::optional<TimelineStyle> m_style;
    QCache<Key, MessageLayout> m_layouts{kept};
    qint64 m_made = 0;
};

} // namespace confab::desktop
