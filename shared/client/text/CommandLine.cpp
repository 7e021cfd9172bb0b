// Takes a typed line apart: talk or command, and its arguments.
#include "shared/client/text/CommandLine.h"

#include "shared/client/text/EditDistance.h"

#include <algorithm>

namespace confab::client {

using namespace Qt::StringLiterals;

namespace {

QString trimmedInFront(QStringView text)
{
    const auto first = std::find_if_not(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    return text.mid(first - text.begin()).toString();
}

} // namespace

TypedLine parseLine(const QString& line)
{
    const QString command = trimmedInFront(line);
    if (command.isEmpty())
        return {};
    if (command[0] != u'/')
        return {.kind = LineKind::Talk, .name = {}, .text = line};
    if (command.startsWith("//"_L1))
        return {.kind = LineKind::Talk, .name = {}, .text = command.mid(1)};

    const auto blank = std::find_if(command.cbegin(), command.cend(), [](QChar c) { return c.isSpace(); });
    const qsizetype wordEnd = blank - command.cbegin();
    const QStringView name = QStringView(command).mid(1, wordEnd - 1);
    if (name.contains(u'/'))
        return {.kind = LineKind::Talk, .name = {}, .text = line};
    const QString rest = trimmedInFront(QStringView(command).mid(wordEnd));
    if (name.isEmpty())
        return {.kind = LineKind::CommandList, .name = {}, .text = rest};
    return {.kind = LineKind::Command, .name = name.toString().toLower(), .text = rest};
}

ArgumentReader::ArgumentReader(const QString& text)
    : m_text(text)
{
    skipBlanks();
}

bool ArgumentReader::atEnd() const { return m_at >= m_text.size(); }

Argument ArgumentReader::peek() const { return read(m_at); }

Argument ArgumentReader::next()
{
    const Argument argument = read(m_at);
    m_at = argument.end;
    skipBlanks();
    return argument;
}

QString ArgumentReader::rest() const { return m_text.mid(m_at); }

/// Stands on the next argument, past blanks and past the one "--" that ends the flags.
void ArgumentReader::skipBlanks()
{
    const auto pass = [this] {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    };
    pass();
    const bool endsFlags = QStringView(m_text).mid(m_at).startsWith(u"--") && (m_at + 2 == m_text.size() || m_text[m_at + 2].isSpace());
    if (!m_flagsEnded && endsFlags) {
        m_flagsEnded = true;
        m_at += 2;
        pass();
    }
}

/// `from` stands behind the opening quote.
ArgumentReader::Piece ArgumentReader::quoted(qsizetype from) const
{
    Piece piece;
    for (piece.end = from; piece.end < m_text.size(); ++piece.end) {
        QChar c = m_text[piece.end];
        if (c == u'"') {
            ++piece.end;
            break;
        }
        const bool escapes =
            c == u'\\' && piece.end + 1 < m_text.size() && (m_text[piece.end + 1] == u'"' || m_text[piece.end + 1] == u'\\');
        if (escapes)
            c = m_text[++piece.end];
        piece.text += c;
    }
    return piece;
}

ArgumentReader::Piece ArgumentReader::bare(qsizetype from) const
{
    qsizetype end = from;
    while (end < m_text.size() && !m_text[end].isSpace())
        ++end;
    return {m_text.mid(from, end - from), end};
}

Argument ArgumentReader::read(qsizetype from) const
{
    Argument argument;
    argument.start = from;
    const QChar sign = m_text[from];
    const auto quoteAt = [this](qsizetype at) { return at < m_text.size() && m_text[at] == u'"'; };
    const auto kindOf = [](QChar c) { return c == u'@' ? ArgumentKind::User : c == u'#' ? ArgumentKind::Room : ArgumentKind::Word; };

    if (quoteAt(from)) {
        const Piece piece = quoted(from + 1);
        argument.kind = piece.text.size() > 1 ? kindOf(piece.text[0]) : ArgumentKind::Word;
        argument.text = argument.kind == ArgumentKind::Word ? piece.text : piece.text.mid(1);
        argument.end = piece.end;
        return argument;
    }
    if (kindOf(sign) != ArgumentKind::Word && quoteAt(from + 1)) {
        const Piece piece = quoted(from + 2);
        return {.kind = kindOf(sign), .text = piece.text, .value = {}, .start = from, .end = piece.end};
    }
    const Piece piece = bare(from);
    argument.end = piece.end;
    argument.text = piece.text;
    if (piece.text == "-"_L1) {
        argument.kind = ArgumentKind::Selected;
    } else if (piece.text.size() > 1 && kindOf(sign) != ArgumentKind::Word) {
        argument.kind = kindOf(sign);
        argument.text = piece.text.mid(1);
    } else if (!m_flagsEnded && piece.text.size() > 2 && piece.text.startsWith("--"_L1)) {
        const qsizetype equals = piece.text.indexOf(u'=');
        argument.kind = ArgumentKind::Flag;
        argument.text = piece.text.mid(2, equals < 0 ? -1 : equals - 2);
        argument.value = equals < 0 ? QString() : piece.text.mid(equals + 1);
        if (argument.value.startsWith(u'"')) {
            const Piece value = quoted(from + equals + 2);
            argument.value = value.text;
            argument.end = value.end;
        }
    }
    return argument;
}

QList<Argument> splitArguments(const QString& text)
{
    QList<Argument> arguments;
    for (ArgumentReader reader(text); !reader.atEnd();)
        arguments.append(reader.next());
    return arguments;
}

QStringList closest(QStringView name, const QStringList& candidates, int max)
{
    struct Near {
        int distance = 0;
        QString text;
    };
    const QString wanted = name.toString().toCaseFolded();
    const int allowed = wanted.size() <= 3 ? 1 : 2;
    QList<Near> near;
    for (const QString& candidate : candidates) {
        const QString folded = candidate.toCaseFolded();
        const int distance = editDistance(wanted, folded, allowed);
        if (distance <= allowed)
            near.append({distance, candidate});
        else if (wanted.size() >= 3 && folded.startsWith(wanted))
            near.append({allowed, candidate});
    }
    std::stable_sort(near.begin(), near.end(), [](const Near& one, const Near& other) { return one.distance < other.distance; });
    QStringList names;
    for (const Near& one : near) {
        if (names.size() < max && !names.contains(one.text))
            names.append(one.text);
    }
    return names;
}

} // namespace confab::client
