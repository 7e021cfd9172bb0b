// What people and rooms may be called, and when two names are the same.
#pragma once

#include "shared/base/Result.h"

namespace confab::server {

/// Compatibility-normalised and case-folded: two names with the same fold are the same name.
QString foldName(const QString& name);

/// NFC of a person's unique name; NameUnsafe unless it is 1–32 letters, digits, '-', '_' or '.', all letters of one script
/// (Han, Hiragana, Katakana and Hangul count as one), starting with a letter or digit.
Result<QString> checkPersonName(const QString& name);
/// The same for rooms, 1–64 code points.
Result<QString> checkRoomName(const QString& name);
/// What is shown: 1–32 code points, blanks inside allowed, nothing invisible outside an emoji, no mixed scripts inside one word.
Result<QString> checkDisplayName(const QString& display);
/// Title of a room, words beside a state: one line without control or format characters.
Result<QString> checkLine(const QString& text, const QString& field);

} // namespace confab::server
