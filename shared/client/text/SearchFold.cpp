// One folding for everything people search by typing.
#include "shared/client/text/SearchFold.h"

#include <QList>

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

/// Accents and points, but not viramas, nuktas, kana voicing and South-East Asian vowels: without those, words change.
bool isAccent(char32_t c)
{
    if (!QChar::isMark(c))
        return false;
    const int combiningClass = QChar::combiningClass(c);
    return combiningClass == 1 || (combiningClass >= 10 && combiningClass <= 35) || combiningClass >= 200;
}

bool isInvisible(char32_t c) { return QChar::category(c) == QChar::Other_Format || (c >= 0xFE00 && c <= 0xFE0F); }

/// Letters whose stroke or shape has no canonical decomposition.
QStringView baseLetters(char32_t c)
{
    switch (c) {
    case U'\u00F8':
        return u"o";
    case U'\u0142':
        return u"l";
    case U'\u0111':
        return u"d";
    case U'\u00F0':
        return u"d";
    case U'\u00FE':
        return u"th";
    case U'\u00E6':
        return u"ae";
    case U'\u0153':
        return u"oe";
    case U'\u0131':
        return u"i";
    case U'\u0127':
        return u"h";
    case U'\u00DF':
        return u"ss";
    default:
        return {};
    }
}

bool isPlainAscii(const QString& text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

QString foldForSearch(const QString& text)
{
    if (isPlainAscii(text))
        return text.toLower();
    const QString decomposed = text.normalized(QString::NormalizationForm_KD).toCaseFolded().normalized(QString::NormalizationForm_KD);
    QString out;
    out.reserve(decomposed.size());
    for (const char32_t c : decomposed.toUcs4()) {
        if (isAccent(c) || isInvisible(c))
            continue;
        if (const QStringView base = baseLetters(c); !base.isEmpty())
            out += base;
        else
            out += QStringView(QChar::fromUcs4(c));
    }
    return out.normalized(QString::NormalizationForm_KC);
}

} // namespace confab::client
