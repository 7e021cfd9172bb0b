// The one place where hostile text becomes safe text: bodies, names, and single lines for terminals and logs.
#pragma once

#include <QString>
#include <QStringView>

namespace confab::client {

/// How many combining marks one base character keeps; more only serve to draw over neighbours.
inline constexpr int maxMarksPerCluster = 8;
/// How many joiners one emoji chain keeps; the longest emoji in use has three.
inline constexpr int maxJoinersPerCluster = 8;
/// How long a name may get on screen, in UTF-16 units, tokens such as ⟨U+202E⟩ counted as drawn.
inline constexpr int maxNameLength = 64;

/// A message body that can be drawn anywhere. Keeps newline and tab. Other control characters become control pictures (␛) or tokens
/// (⟨U+009B⟩); line and paragraph separators, NEL and CR LF become newlines; lone surrogates and noncharacters become U+FFFD; byte order
/// marks and stray tag characters go. Bidi overrides become tokens, embeddings and isolates are closed at the end of their line, stray
/// closers go. At most maxMarksPerCluster marks stay on one base. Pure, thread-safe, linear, idempotent. Clean text comes back as the same
/// shared string, without allocation when it is all Latin.
[[nodiscard]] QString safeBody(const QString& text);
[[nodiscard]] QString safeBody(QStringView text);

/// A name (person, room, file, server) on one line. All format characters become tokens, except joiners where emoji and scripts need them;
/// blanks of every kind become single spaces, trimmed; no longer than maxLength, cut between clusters with an ellipsis. May be empty: the
/// caller has the fallback.
[[nodiscard]] QString safeName(QStringView name, qsizetype maxLength = maxNameLength);

/// One line for a terminal or a log: safeBody with each newline replaced by `newline` and each tab by a blank.
[[nodiscard]] QString plainLine(QStringView text, QStringView newline = u"\u2424");

/// Wraps a user's (already safe) string in first-strong isolates, so that it cannot reorder the sentence of ours it is put into. Each line
/// on its own.
[[nodiscard]] QString isolated(const QString& safeText);

/// The text without isolates, for programs that speak: to them they are noise.
[[nodiscard]] QString withoutIsolates(const QString& text);

/// The visible stand-in of a character that must not be drawn: a control picture for C0 and DEL, else a token such as ⟨U+202E⟩.
[[nodiscard]] QString visibleToken(char32_t character);

} // namespace confab::client
