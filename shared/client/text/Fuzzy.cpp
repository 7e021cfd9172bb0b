// Ranks candidates for quick-go and completion by what was typed.
#include "shared/client/text/Fuzzy.h"

#include "shared/client/text/SearchFold.h"

#include <algorithm>

namespace confab::client {

namespace {

// The classes are further apart than anything a length or a gap can cost.
constexpr int exactScore = 60'000;
constexpr int prefixScore = 50'000;
constexpr int wordStartScore = 40'000;
constexpr int insideScore = 30'000;
constexpr int subsequenceScoreBase = 20'000;
constexpr int mostPenalty = 9'000;

int penalty(qsizetype amount) { return static_cast<int>(std::min<qsizetype>(amount, mostPenalty)); }

bool startsWord(QStringView text, qsizetype at)
{
    return at == 0 || (text[at].isLetterOrNumber() && !text[at - 1].isLetterOrNumber() && !text[at - 1].isMark());
}

} // namespace

FuzzyQuery::FuzzyQuery(const QString& query)
    : m_query(foldForSearch(query.trimmed()))
{
}

std::optional<int> FuzzyQuery::score(const QString& candidate) const { return scoreFolded(foldForSearch(candidate)); }

std::optional<int> FuzzyQuery::scoreFolded(QStringView candidate) const
{
    if (m_query.isEmpty())
        return 0;
    const qsizetype first = candidate.indexOf(m_query);
    if (first < 0)
        return subsequenceScore(candidate);
    const int length = penalty(candidate.size());
    if (candidate.size() == m_query.size())
        return exactScore;
    if (first == 0)
        return prefixScore - length;
    for (qsizetype at = first; at >= 0; at = candidate.indexOf(m_query, at + 1)) {
        if (startsWord(candidate, at))
            return wordStartScore - length;
    }
    return insideScore - length;
}

/// The typed letters in order, each at its first place behind the one before; gaps cost, unless they end at the start of a word ("gc":
/// "general chat").
std::optional<int> FuzzyQuery::subsequenceScore(QStringView candidate) const
{
    qsizetype at = 0;
    qsizetype gaps = 0;
    for (qsizetype typed = 0; typed < m_query.size(); ++typed) {
        if (m_query[typed].isSpace())
            continue;
        const qsizetype plain = candidate.indexOf(m_query[typed], at);
        if (plain < 0)
            return std::nullopt;
        if (!startsWord(candidate, plain))
            gaps += plain - at;
        at = plain + 1;
    }
    return subsequenceScoreBase - penalty(gaps * 20 + candidate.size());
}

} // namespace confab::client
