// The one place where hostile text becomes safe text.
#include "shared/client/text/Sanitiser.h"

#include "shared/client/text/Characters.h"

#include <QList>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

/// Bidi levels we let a line nest; Unicode stops at 125, people at two or three.
constexpr int maxBidiDepth = 16;

bool isCleanLatin(QStringView text)
{
    return std::all_of(text.utf16(), text.utf16() + text.size(), [](char16_t unit) {
        return (unit >= 0x20 && unit < 0x7F) || unit == u'\n' || unit == u'\t' || (unit >= 0xA0 && unit < 0x300 && unit != 0xAD);
    });
}

void append(QString& out, char32_t c) { out += QStringView(QChar::fromUcs4(c)); }

/// Bounds what may pile up on one base character. Counts what was admitted, so that a second pass over the result admits all of it.
class ClusterGuard {
public:
    [[nodiscard]] bool admits(char32_t c)
    {
        if (c == character::zeroWidthJoiner)
            return remember(c, ++m_joiners <= maxJoinersPerCluster);
        if (isVariationSelector(c))
            return remember(c, !isVariationSelector(m_last) && ++m_marks <= maxMarksPerCluster);
        if (extendsCluster(c) || isPrependedMark(c) || (isLeadingJamo(c) && isLeadingJamo(m_last)))
            return remember(c, ++m_marks <= maxMarksPerCluster);
        if (QChar::category(c) == QChar::Other_Format)
            return remember(c, ++m_invisible <= maxMarksPerCluster);
        startBase(c);
        return true;
    }

    /// A base follows: everything counts from zero again, unless a joiner ties it to the cluster before.
    void startBase(char32_t c)
    {
        if (m_last != character::zeroWidthJoiner) {
            m_joiners = 0;
            m_marks = 0;
        }
        m_invisible = 0;
        m_last = c;
    }

private:
    bool remember(char32_t c, bool admitted)
    {
        if (admitted)
            m_last = c;
        return admitted;
    }

    char32_t m_last = 0;
    int m_joiners = 0;
    int m_marks = 0;
    int m_invisible = 0;
};

class BodyWriter {
public:
    explicit BodyWriter(QStringView text)
        : m_text(text)
    {
        m_out.reserve(text.size() + 16);
    }

    [[nodiscard]] QString run()
    {
        for (qsizetype at = 0; at < m_text.size();) {
            const char32_t c = nextCodePoint(m_text, at);
            if (c == character::carriageReturn && at < m_text.size() && m_text[at] == u'\n')
                continue;
            if (c == character::newline || isLineBreak(c))
                endLine();
            else if (c != character::tab && isControl(c))
                writeToken(c);
            else if (!writeBidi(c))
                writeOther(c, at);
        }
        closeBidi();
        return m_out;
    }

private:
    struct Opener {
        bool isolate = false;
        bool written = false;
    };

    void endLine()
    {
        closeBidi();
        m_out += u'\n';
        m_guard.startBase(character::newline);
    }

    void writeToken(char32_t c)
    {
        m_out += visibleToken(c);
        m_guard.startBase(u'\u27E9');
    }

    void writeOther(char32_t c, qsizetype& at)
    {
        if (c == character::byteOrderMark || isTag(c))
            return;
        if (QChar::isNonCharacter(c) || c == character::objectReplacement)
            c = character::replacement;
        if (isRefusedFormat(c)) {
            writeToken(c);
            return;
        }
        if (!m_guard.admits(c))
            return;
        append(m_out, c);
        if (c == character::blackFlag) {
            const qsizetype tags = flagTagsLength(m_text, at);
            m_out += m_text.mid(at, tags);
            at += tags;
        }
    }

    /// Format characters with a use in running text stay; the rest is shown.
    static bool isRefusedFormat(char32_t c)
    {
        if (QChar::category(c) != QChar::Other_Format || isPrependedMark(c))
            return false;
        const bool directionMark = c == 0x200E || c == 0x200F || c == 0x061C;
        return !directionMark && c != character::softHyphen && c != character::zeroWidthSpace && c != character::zeroWidthNonJoiner
            && c != character::zeroWidthJoiner && c != character::wordJoiner;
    }

    bool writeBidi(char32_t c)
    {
        if (isOverride(c)) {
            writeToken(c);
            m_open.append({.isolate = false, .written = false});
        } else if (isEmbedding(c) || isIsolate(c)) {
            open(c);
        } else if (c == character::popEmbedding) {
            if (!m_open.isEmpty() && !m_open.last().isolate)
                closeLast();
        } else if (c == character::popIsolate) {
            closeIsolate();
        } else {
            return false;
        }
        return true;
    }

    void open(char32_t c)
    {
        const Opener opener{.isolate = isIsolate(c), .written = m_writtenDepth < maxBidiDepth};
        m_open.append(opener);
        m_isolates += opener.isolate ? 1 : 0;
        if (opener.written) {
            ++m_writtenDepth;
            append(m_out, c);
        }
    }

    void closeLast()
    {
        const Opener opener = m_open.takeLast();
        m_isolates -= opener.isolate ? 1 : 0;
        if (opener.written) {
            --m_writtenDepth;
            append(m_out, opener.isolate ? character::popIsolate : character::popEmbedding);
        }
    }

    /// A closing isolate also ends the embeddings opened inside it.
    void closeIsolate()
    {
        if (m_isolates == 0)
            return;
        while (!m_open.last().isolate)
            closeLast();
        closeLast();
    }

    void closeBidi()
    {
        while (!m_open.isEmpty())
            closeLast();
    }

    QStringView m_text;
    QString m_out;
    ClusterGuard m_guard;
    QList<Opener> m_open;
    int m_isolates = 0;
    int m_writtenDepth = 0;
};

bool isBlank(char32_t c)
{
    return c == character::tab || c == character::newline || c == character::carriageReturn || isLineBreak(c)
        || QChar::category(c) == QChar::Separator_Space;
}

class NameWriter {
public:
    NameWriter(QStringView text, qsizetype maxLength)
        : m_text(text)
        , m_maxLength(maxLength)
    {
    }

    [[nodiscard]] QString run()
    {
        for (qsizetype at = 0; at < m_text.size() && m_out.size() <= m_maxLength;) {
            const char32_t c = nextCodePoint(m_text, at);
            if (isBlank(c))
                m_blankDue = !m_out.isEmpty();
            else if (c != character::byteOrderMark)
                write(c, at);
        }
        return shortened();
    }

private:
    void write(char32_t c, qsizetype& at)
    {
        if (m_blankDue) {
            m_out += u' ';
            m_guard.startBase(u' ');
            m_last = u' ';
            m_blankDue = false;
        }
        if (QChar::isNonCharacter(c) || c == character::objectReplacement)
            c = character::replacement;
        if (mustBeShown(c, at)) {
            m_out += visibleToken(c);
            m_guard.startBase(u'\u27E9');
            m_last = u'\u27E9';
            return;
        }
        if (!m_guard.admits(c))
            return;
        append(m_out, c);
        m_last = c;
        if (c == character::blackFlag) {
            const qsizetype tags = flagTagsLength(m_text, at);
            m_out += m_text.mid(at, tags);
            at += tags;
        }
    }

    bool mustBeShown(char32_t c, qsizetype next) const
    {
        if (isControl(c) || isTag(c) || isInvisibleFiller(c))
            return true;
        if (c == character::zeroWidthJoiner || c == character::zeroWidthNonJoiner)
            return !joinerIsNeeded(c, next);
        if (isVariationSelector(c))
            return !selectorIsNeeded(c);
        return QChar::category(c) == QChar::Other_Format;
    }

    /// After RFC 5892, appendix A: joiners are visible only after a virama, inside joining scripts, and in emoji sequences.
    bool joinerIsNeeded(char32_t c, qsizetype next) const
    {
        constexpr int virama = 9;
        if (QChar::combiningClass(m_last) == virama)
            return true;
        if (next >= m_text.size())
            return false;
        const char32_t following = nextCodePoint(m_text, next);
        if (c == character::zeroWidthJoiner)
            return (isPictograph(m_last) || m_last == 0xFE0F) && isPictograph(following);
        const auto before = QChar::joiningType(m_last);
        const auto after = QChar::joiningType(following);
        return (before == QChar::Joining_Dual || before == QChar::Joining_Left)
            && (after == QChar::Joining_Dual || after == QChar::Joining_Right);
    }

    bool selectorIsNeeded(char32_t c) const
    {
        const bool keycap = (m_last >= U'0' && m_last <= U'9') || m_last == U'#' || m_last == U'*';
        if (c == 0xFE0E || c == 0xFE0F)
            return isPictograph(m_last) || keycap;
        return QChar::script(m_last) == QChar::Script_Han;
    }

    QString shortened() const
    {
        if (m_out.size() <= m_maxLength)
            return m_out;
        if (m_maxLength < 1)
            return {};
        QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, m_out);
        finder.setPosition(m_maxLength - 1);
        qsizetype cut = finder.isAtBoundary() ? m_maxLength - 1 : std::max<qsizetype>(0, finder.toPreviousBoundary());
        const auto isJoiner = [](QChar c) { return c == QChar(character::zeroWidthJoiner) || c == QChar(character::zeroWidthNonJoiner); };
        while (cut > 0 && isJoiner(m_out[cut - 1])) // it has nothing left to join
            --cut;
        return m_out.first(cut) + u'\u2026';
    }

    QStringView m_text;
    qsizetype m_maxLength;
    QString m_out;
    ClusterGuard m_guard;
    char32_t m_last = 0;
    bool m_blankDue = false;
};

} // namespace

QString safeBody(const QString& text)
{
    if (isCleanLatin(text))
        return text;
    const QString safe = BodyWriter(text).run();
    return safe == text ? text : safe;
}

QString safeBody(QStringView text) { return isCleanLatin(text) ? text.toString() : BodyWriter(text).run(); }

QString safeName(QStringView name, qsizetype maxLength) { return NameWriter(name, maxLength).run(); }

QString plainLine(QStringView text, QStringView newline)
{
    QString line = safeBody(text);
    line.replace(u'\t', u' ');
    if (line.contains(u'\n'))
        line.replace(u"\n"_s, newline.toString());
    return line;
}

QString withoutIsolates(const QString& text)
{
    QString spoken = text;
    spoken.removeIf([](QChar c) { return isIsolate(c.unicode()) || c.unicode() == character::popIsolate; });
    return spoken;
}

QString isolated(const QString& safeText)
{
    const QChar open(static_cast<char16_t>(character::firstStrongIsolate));
    const QChar close(static_cast<char16_t>(character::popIsolate));
    QString out = safeText;
    out.replace(u"\n"_s, close + u"\n"_s + open);
    return open + out + close;
}

QString visibleToken(char32_t character)
{
    if (character < 0x20)
        return QString(QChar(static_cast<char16_t>(0x2400 + character)));
    if (character == 0x7F)
        return u"\u2421"_s;
    return u"\u27E8U+%1\u27E9"_s.arg(QString::number(static_cast<uint>(character), 16).toUpper().rightJustified(4, u'0'));
}

} // namespace confab::client
