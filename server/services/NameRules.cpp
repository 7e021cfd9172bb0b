// Names are NFC; what cannot be seen or looks like something else is refused.
#include "server/services/NameRules.h"

#include "shared/base/Limits.h"

#include <QChar>
#include <QSet>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

Error unsafe(const QString& why)
{
    return Error{ErrorCode::NameUnsafe, why, u"name"_s};
}

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        // Hangul fillers are letters that show nothing; the grapheme joiner and variation selectors are marks that do not.
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x034F || (c >= 0x180B && c <= 0x180F)
            || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    }
}

/// Scripts that are written together count as one; 0: belongs to all scripts.
int scriptFamily(char32_t c)
{
    const QChar::Script script = QChar::script(c);
    switch (script) {
    case QChar::Script_Common:
    case QChar::Script_Inherited:
    case QChar::Script_Unknown:
        return 0;
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
    case QChar::Script_Bopomofo:
        return QChar::Script_Han;
    default:
        return script;
    }
}

bool mixesScripts(const QList<uint>& word)
{
    int seen = 0;
    for (const char32_t c : word) {
        const int family = scriptFamily(c);
        if (family != 0 && seen != 0 && family != seen)
            return true;
        seen = family != 0 ? family : seen;
    }
    return false;
}

bool mayStandInName(char32_t c)
{
    if (isInvisible(c))
        return false;
    return QChar::isLetterOrNumber(c) || QChar::isMark(c) || c == U'-' || c == U'_' || c == U'.';
}

/// What holds an emoji together: shows nothing by itself.
bool isEmojiGlue(char32_t c)
{
    return c == 0x200D || c == 0xFE0F;
}

bool isSymbol(char32_t c)
{
    const QChar::Category category = QChar::category(c);
    return category == QChar::Symbol_Other || category == QChar::Symbol_Modifier;
}

Result<QString> checkUniqueName(const QString& name, int mostChars)
{
    const QString normal = name.normalized(QString::NormalizationForm_C);
    const QList<uint> chars = normal.toUcs4();
    if (chars.isEmpty() || chars.size() > mostChars)
        return unsafe(u"a name has 1 to %1 characters"_s.arg(mostChars));
    if (!QChar::isLetterOrNumber(chars.first()))
        return unsafe(u"a name starts with a letter or a digit"_s);
    for (const char32_t c : chars) {
        if (!mayStandInName(c))
            return unsafe(u"a name is made of letters, digits, “-”, “_” and “.”"_s);
    }
    if (mixesScripts(chars))
        return unsafe(u"a name is written in one script, so that it cannot be mistaken for another"_s);
    return normal;
}

} // namespace

QString foldName(const QString& name)
{
    // Upper case first: it is the conversion that knows letters which become two, like ß.
    return name.normalized(QString::NormalizationForm_KC).toUpper().toCaseFolded().normalized(QString::NormalizationForm_KC);
}

Result<QString> checkPersonName(const QString& name)
{
    return checkUniqueName(name, limits::nameChars);
}

Result<QString> checkRoomName(const QString& name)
{
    return checkUniqueName(name.startsWith(u'#') ? name.mid(1) : name, limits::roomNameChars);
}

Result<QString> checkDisplayName(const QString& display)
{
    const QString normal = display.normalized(QString::NormalizationForm_C).simplified();
    const QList<uint> chars = normal.toUcs4();
    if (chars.isEmpty() || chars.size() > limits::nameChars)
        return unsafe(u"a display name has 1 to %1 characters"_s.arg(limits::nameChars));
    QList<uint> word;
    bool isInEmoji = false;
    for (const char32_t c : chars) {
        // Behind a letter they would make a second name that looks like the first.
        const bool isGlue = isEmojiGlue(c) && isInEmoji;
        if (isInvisible(c) && !isGlue)
            return unsafe(u"a display name has no invisible characters"_s);
        isInEmoji = isGlue || isSymbol(c);
        if (QChar::isSpace(c)) {
            word.clear();
            continue;
        }
        word.append(c);
        if (mixesScripts(word))
            return unsafe(u"a word of a display name is written in one script"_s);
    }
    return normal;
}

Result<QString> checkLine(const QString& text, const QString& field)
{
    for (const char32_t c : text.toUcs4()) {
        const QChar::Category category = QChar::category(c);
        if (category == QChar::Other_Control || category == QChar::Separator_Line || category == QChar::Separator_Paragraph
            || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
            return Error{ErrorCode::BadArg, u"this has to be one line of visible text"_s, field};
    }
    return text.trimmed();
}

} // namespace confab::server
