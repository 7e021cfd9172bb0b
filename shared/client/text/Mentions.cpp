// Finds who is meant in a text.
#include "shared/client/text/Mentions.h"

#include "shared/client/text/CodeRanges.h"
#include "shared/client/text/SearchFold.h"

#include <QTextBoundaryFinder>

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

/// Longer names are cut by the servers; the bound keeps hostile text cheap.
constexpr qsizetype longestNameLength = 128;

bool isWord(QChar c) { return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_'; }

/// Scripts that put no blanks between words: there a name may be followed by a letter.
bool isUnspacedScript(QChar c)
{
    switch (c.script()) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

bool endsName(QStringView text, qsizetype at)
{
    if (at >= text.size())
        return true;
    const QChar next = text[at];
    if (isUnspacedScript(next))
        return true;
    if ((next == u'-' || next == u'.') && at + 1 < text.size())
        return !isWord(text[at + 1]);
    return !isWord(next);
}

bool beginsMention(QStringView text, qsizetype at) { return at == 0 || !isWord(text[at - 1]) || isUnspacedScript(text[at - 1]); }

} // namespace

MentionFinder::MentionFinder(const QStringList& names)
{
    for (int index = 0; index < names.size(); ++index) {
        const QString folded = foldForSearch(names[index].trimmed());
        if (!folded.isEmpty() && !m_indexByName.contains(folded))
            m_indexByName.insert(folded, index);
    }
    m_indexByName.insert(u"room"_s, Mention::wholeRoom);
    m_sorted = m_indexByName.keys();
    std::sort(m_sorted.begin(), m_sorted.end());
}

bool MentionFinder::isPrefixOfAName(const QString& folded) const
{
    const auto at = std::lower_bound(m_sorted.cbegin(), m_sorted.cend(), folded);
    return at != m_sorted.cend() && at->startsWith(folded);
}

/// Folds cluster by cluster for as long as some name begins that way, and keeps the longest whole name on the way.
MentionFinder::Hit MentionFinder::longestName(QStringView text, qsizetype from, bool atLineStart) const
{
    Hit hit;
    QString folded;
    const QStringView window = text.mid(from, longestNameLength);
    QTextBoundaryFinder clusters(QTextBoundaryFinder::Grapheme, window.data(), window.size());
    for (qsizetype start = 0, end = clusters.toNextBoundary(); end > 0; start = end, end = clusters.toNextBoundary()) {
        folded += foldForSearch(window.mid(start, end - start).toString());
        if (!isPrefixOfAName(folded))
            break;
        const auto name = m_indexByName.constFind(folded);
        if (name == m_indexByName.constEnd())
            continue;
        const qsizetype behind = from + end;
        const bool fits = atLineStart ? *name != Mention::wholeRoom && behind < text.size() && text[behind] == u':'
                && (behind + 1 == text.size() || text[behind + 1].isSpace())
                                      : endsName(text, behind);
        if (fits)
            hit = {.end = behind, .name = *name, .found = true};
    }
    return hit;
}

QList<Mention> MentionFinder::find(const QString& text) const
{
    QList<Mention> mentions;
    if (!text.contains(u'@') && !text.contains(u':'))
        return mentions;
    const QList<TextRange> code = codeRanges(text);
    auto nextCode = code.cbegin();
    for (qsizetype at = 0; at < text.size();) {
        while (nextCode != code.cend() && nextCode->end <= at)
            ++nextCode;
        if (nextCode != code.cend() && nextCode->start <= at) {
            at = nextCode->end;
            continue;
        }
        const bool atSign = text[at] == u'@' && beginsMention(text, at);
        const bool atLineStart = !atSign && (at == 0 || text[at - 1] == u'\n');
        Hit hit;
        if (atSign || atLineStart)
            hit = longestName(text, atSign ? at + 1 : at, atLineStart);
        if (hit.found)
            mentions.append({.start = at, .length = hit.end - at, .name = hit.name});
        at = hit.found ? hit.end : at + 1;
    }
    return mentions;
}

QList<Mention> findMentions(const QString& text, const QStringList& names) { return MentionFinder(names).find(text); }

} // namespace confab::client
