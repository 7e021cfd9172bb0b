// Takes a typed line apart: talk or command, its arguments, and near matches for a mistyped name. Knows no concrete command.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

namespace confab::client {

enum class LineKind : quint8 {
    Empty,       // nothing but blanks
    Talk,        // send `text`
    Command,     // run `name` with `text`
    CommandList, // a lone slash: show what there is
};

struct TypedLine {
    LineKind kind = LineKind::Empty;
    QString name; // Command: lower case, without the slash, never empty
    QString text; // Talk: what to send; Command: everything after the name, trimmed in front

    bool operator==(const TypedLine&) const = default;
};

/// "/name rest" is a command, also after leading blanks, so that a slip never tells a room a secret; "//text" is the talk "/text"; a first
/// word with a second slash (a pasted path) is talk; "/" alone or followed by a blank is CommandList.
[[nodiscard]] TypedLine parseLine(const QString& line);

enum class ArgumentKind : quint8 {
    Word,     // anything else, quotes removed
    User,     // @name
    Room,     // #name
    Flag,     // --name or --name=value
    Selected, // "-": the selected message
};

struct Argument {
    ArgumentKind kind = ArgumentKind::Word;
    QString text;        // without @, #, -- and quotes
    QString value;       // Flag: what follows "="
    qsizetype start = 0; // where it stands in the command's text
    qsizetype end = 0;

    bool operator==(const Argument&) const = default;
};

/// Reads arguments one after the other; what has not been read yet is rest(), exactly as typed. Names with blanks are quoted: #"my room",
/// "#my room",
/// @"Ann Lee". A backslash keeps the next quote or backslash inside quotes. An unclosed quote runs to the end. A bare "--" ends the flags
/// and is skipped.
class ArgumentReader {
public:
    explicit ArgumentReader(const QString& text);

    [[nodiscard]] bool atEnd() const;
    [[nodiscard]] Argument peek() const; // requires !atEnd()
    Argument next();                     // requires !atEnd()
    [[nodiscard]] QString rest() const;  // trimmed in front

private:
    struct Piece {
        QString text;
        qsizetype end = 0;
    };

    [[nodiscard]] Piece quoted(qsizetype from) const;
    [[nodiscard]] Piece bare(qsizetype from) const;
    [[nodiscard]] Argument read(qsizetype from) const;
    void skipBlanks();

    QString m_text;
    qsizetype m_at = 0;
    bool m_flagsEnded = false;
};

/// All arguments at once.
[[nodiscard]] QList<Argument> splitArguments(const QString& text);

/// The candidates a mistyped name may have meant, best first, at most `max`: within two edits (one for names of up to three letters;
/// swapped neighbours count as one), or beginning with at least three typed letters.
[[nodiscard]] QStringList closest(QStringView name, const QStringList& candidates, int max = 3);

} // namespace confab::client
