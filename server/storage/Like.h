// Words from outside as patterns of LIKE … ESCAPE '\'.
#pragma once

#include <QString>

namespace confab::server {

inline QString likeEscaped(const QString& words)
{
    QString escaped;
    escaped.reserve(words.size() + 4);
    for (const QChar c : words) {
        if (c == QLatin1Char('%') || c == QLatin1Char('_') || c == QLatin1Char('\\'))
            escaped += QLatin1Char('\\');
        escaped += c;
    }
    return escaped;
}

inline QString likeContaining(const QString& words) { return QLatin1Char('%') + likeEscaped(words) + QLatin1Char('%'); }
inline QString likeStarting(const QString& words) { return likeEscaped(words) + QLatin1Char('%'); }

} // namespace confab::server
