// Candidates for the word at the cursor: commands, people, rooms, emoji.
#pragma once

#include <QList>
#include <QString>

namespace confab::client {

struct Candidate {
    QString text;  ///< what replaces the range, a closing blank or colon included
    QString label; ///< what a list shows
    QString hint;  ///< beside it: usage, display name, topic, the emoji

    bool operator==(const Candidate&) const = default;
};

struct Completions {
    int start = 0; ///< the range to replace, in UTF-16 units
    int length = 0;
    QList<Candidate> candidates; ///< best first; may be empty

    bool isEmpty() const { return candidates.isEmpty(); }
    bool operator==(const Completions&) const = default;
};

} // namespace confab::client
