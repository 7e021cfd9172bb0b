// Which link targets may be opened, and which link texts lie about where they lead.
#include "shared/client/text/Links.h"

#include "shared/client/text/Markdown.h"

#include <QUrl>

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestUrl = 2048;

bool isPrintableAscii(const QString& text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7F; });
}

QString comparableHost(const QString& host)
{
    const QString ascii = QString::fromLatin1(QUrl::toAce(host)).toLower();
    const QString known = ascii.isEmpty() ? host.toLower() : ascii;
    return known.startsWith("www."_L1) ? known.mid(4) : known;
}

bool isHostCharacter(QChar c) { return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'-' || c == u'_'; }

/// A dotted word that ends like a domain, or four numbers.
bool looksLikeHost(const QString& word)
{
    const QStringList labels = word.split(u'.');
    if (labels.size() < 2 || labels.contains(QString()))
        return false;
    const auto isNumber = [](const QString& label) {
        return std::all_of(label.cbegin(), label.cend(), [](QChar c) { return c.isDigit(); });
    };
    if (labels.size() == 4 && std::all_of(labels.cbegin(), labels.cend(), isNumber))
        return true;
    const QString& top = labels.last();
    return top.size() >= 2 && std::any_of(top.cbegin(), top.cend(), [](QChar c) { return c.isLetter(); });
}

/// What a reader takes for letters and dots, without what a reader does not see.
QString asRead(const QString& text)
{
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_KC)) {
        if (c.category() == QChar::Other_Format)
            continue;
        out += c == u'\u3002' ? QChar(u'.') : c;
    }
    return out;
}

bool isSameAddress(const QString& text, const QString& target)
{
    const auto equals = [&](const QString& candidate) { return safeLinkTarget(candidate) == target; };
    return equals(text) || equals(u"http://"_s + text) || equals(u"https://"_s + text) || equals(u"mailto:"_s + text);
}

} // namespace

QString safeLinkTarget(QStringView url)
{
    const QString trimmed = url.trimmed().toString();
    if (trimmed.isEmpty() || trimmed.size() > longestUrl)
        return {};
    const QUrl parsed(trimmed, QUrl::TolerantMode);
    if (!parsed.isValid())
        return {};
    QString target;
    if (parsed.scheme() == "http"_L1 || parsed.scheme() == "https"_L1) {
        if (!parsed.host().isEmpty() && parsed.userInfo().isEmpty())
            target = parsed.toString(QUrl::FullyEncoded);
    } else if (parsed.scheme() == "mailto"_L1) {
        if (parsed.path().contains(u'@')) // without the query: some mail programs attach files on demand of a link
            target = parsed.toString(QUrl::FullyEncoded | QUrl::RemoveQuery | QUrl::RemoveFragment);
    } else if (parsed.scheme() == "confab"_L1) {
        if (!parsed.host().isEmpty() || !parsed.path().isEmpty())
            target = parsed.toString(QUrl::FullyEncoded);
    }
    return isPrintableAscii(target) ? target : QString();
}

QString linkHost(QStringView url)
{
    const QUrl parsed(url.trimmed().toString(), QUrl::TolerantMode);
    if (parsed.scheme() != "mailto"_L1)
        return parsed.host(QUrl::FullyEncoded);
    const QString path = parsed.path(QUrl::FullyDecoded);
    return path.contains(u'@') ? QString::fromLatin1(QUrl::toAce(path.mid(path.lastIndexOf(u'@') + 1))) : QString();
}

bool namesAnotherHost(const QString& text, const QString& target)
{
    const QString read = asRead(text).trimmed();
    if (isSameAddress(read, target))
        return false;
    const QString host = comparableHost(linkHost(target));
    for (qsizetype at = 0; at < read.size();) {
        if (!isHostCharacter(read[at])) {
            ++at;
            continue;
        }
        qsizetype end = at;
        while (end < read.size()
            && (isHostCharacter(read[end]) || (read[end] == u'.' && end + 1 < read.size() && isHostCharacter(read[end + 1]))))
            ++end;
        const QString word = read.mid(at, end - at);
        const bool behindScheme = at >= 3 && QStringView(read).mid(at - 3, 3) == u"://";
        const bool inPath = at > 0 && !behindScheme && u"/=?&#"_s.contains(read[at - 1]);
        if ((behindScheme || (!inPath && looksLikeHost(word))) && comparableHost(word) != host)
            return true;
        at = end;
    }
    return false;
}

} // namespace confab::client
