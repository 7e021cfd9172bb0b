// Turns one item of a timeline into screen lines: time, name, bar, text.
#pragma once

#include "client-tui/views/StyledText.h"
#include "client-tui/views/Theme.h"
#include "client-tui/views/TimelineItems.h"
#include "shared/client/text/Mentions.h"

#include <QCache>

namespace confab::tui {

/// `14:02      nick │ text` in cells.
struct TimelineColumns {
    int width = 80;
    int nick = 10;
    int text = 60; // where the text starts is width of the prefix

    static TimelineColumns forWidth(int width);
    int prefix() const { return 1 + 5 + 1 + nick + 3; } // margin, time, blank, nick, " │ "
    bool operator==(const TimelineColumns&) const = default;
};

/// Screen lines of one item. `lead` of them (day, unread line) stand above its own first line.
struct RenderedItem {
    QList<Pieces> lines;
    int lead = 0;

    int height() const { return int(lines.size()); }
};

/// Remembers what it laid out, by row and width; a few hundred items.
class TimelineRenderer {
public:
    TimelineRenderer(client::Store& store, const client::TimelineModel& model);

    void setTheme(const Theme& theme);
    void setColumns(TimelineColumns columns);
    /// Above which row the unread line stands; -1 for none.
    void setUnreadRow(int row) { m_unreadRow = row; }
    /// Names by which I am called, and the other things that are the same for all rows: forgets what was laid out.
    void forget();

    RenderedItem render(const TimelineItem& item, const QList<LocalLine>& locals);
    /// A line across the text, with words in it: "──── Today ────".
    Pieces rule(const QString& words, const Style& style) const;

private:
    /// What an item's lines depend on besides its rows.
    struct Key {
        qint64 seq = 0;
        qint64 rev = 0;
        qint64 extra = 0; // flags and the rest, hashed
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed) { return qHashMulti(seed, key.seq, key.rev, key.extra); }
    };

    Key keyOf(const TimelineItem& item) const;
    QList<Pieces> content(const TimelineItem& item) const;
    QList<Pieces> talk(int row, bool isBelowLocal) const;
    QList<Pieces> service(const client::TimelineRow& row) const;
    QList<Pieces> burst(const TimelineItem& item) const;
    QList<Pieces> gap(const client::TimelineRow& row) const;
    QList<Pieces> localLines(const LocalLine& line) const;
    QList<Pieces> withPrefix(
        const Pieces& prefix, const QList<Pieces>& body, const Style& bar, const QString& barGlyph = QStringLiteral("│")) const;
    Pieces prefix(const QString& time, const Style& timeStyle, const QString& nick, const Style& nickStyle) const;
    Pieces quoteOf(Seq seq) const;
    void addFailure(QList<Pieces>& body, const QString& what, const Error& error) const;
    QString peopleText(const QList<UserId>& people) const;

    client::Store& m_store;
    const client::TimelineModel& m_model;
    Theme m_theme;
    TimelineColumns m_columns;
    int m_unreadRow = -1;
    client::MentionFinder m_mentions{QStringList{}};
    QCache<Key, RenderedItem> m_cache{400};
};

} // namespace confab::tui
