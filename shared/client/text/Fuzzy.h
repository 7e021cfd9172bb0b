// Ranks candidates for quick-go and completion by what was typed.
#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace confab::client {

/// A typed query, folded once and compared with many candidates. Higher scores are better: exact > prefix > start of a word > inside >
/// letters in order; within a class shorter candidates and tighter matches win. An empty query matches everything with score 0.
class FuzzyQuery {
public:
    explicit FuzzyQuery(const QString& query);

    /// Empty if the candidate does not match.
    [[nodiscard]] std::optional<int> score(const QString& candidate) const;
    /// The same for a candidate already passed through foldForSearch, for long lists that keep the folded form.
    [[nodiscard]] std::optional<int> scoreFolded(QStringView foldedCandidate) const;

private:
    [[nodiscard]] std::optional<int> subsequenceScore(QStringView candidate) const;

    QString m_query;
};

} // namespace confab::client
