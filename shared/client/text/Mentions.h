// Finds who is meant in a text: @name, name: at the start of a line, and @room.
#pragma once

#include "shared/client/text/SearchFold.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

namespace confab::client {

/// The part [start, start + length) of the text, sign and name together (without the colon of "name:").
struct Mention {
    static constexpr int wholeRoom = -1;

    qsizetype start = 0;
    qsizetype length = 0;
    int name = wholeRoom; // index into the names given to the finder, or wholeRoom for @room

    bool operator==(const Mention&) const = default;
};

/// Built once per list of names, then used for many texts. Names match without regard to case and accents, at word boundaries, longest
/// first; text inside Markdown code is left alone. Ranges come back in order and do not overlap. Names that fold to nothing are ignored; of
/// two that fold alike the first wins.
class MentionFinder {
public:
    explicit MentionFinder(const QStringList& names);

    [[nodiscard]] QList<Mention> find(const QString& text) const;

private:
    struct Hit {
        qsizetype end = 0;
        int name = 0;
        bool found = false;
    };

    [[nodiscard]] Hit longestName(QStringView text, qsizetype from, bool atLineStart) const;
    [[nodiscard]] bool isPrefixOfAName(const QString& folded) const;

    QHash<QString, int> m_indexByName;
    QStringList m_sorted;
};

/// The same for a single use.
[[nodiscard]] QList<Mention> findMentions(const QString& text, const QStringList& names);

} // namespace confab::client
