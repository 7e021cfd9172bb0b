// Short codes such as :tada: to emoji and back.
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace confab::client {

struct EmojiEntry {
    QString shortcode; // without colons
    QString text;      // one emoji, or a text face such as ¯\_(ツ)_/¯

    bool operator==(const EmojiEntry&) const = default;
};

/// The emoji of a short code given with or without colons, in any case; empty if unknown.
[[nodiscard]] std::optional<QString> emojiFor(QStringView shortcode);

/// Every entry whose short code starts with the prefix (a leading colon is ignored), shortest first; at most `max`.
[[nodiscard]] QList<EmojiEntry> emojiWithPrefix(QStringView prefix, int max = 20);

/// The preferred short code (without colons) of an emoji, for terminals that cannot draw it; empty if unknown.
[[nodiscard]] QString shortcodeFor(QStringView emoji);

/// Replaces known :shortcodes: that stand on their own (not inside words, URLs or Markdown code) by their emoji. Returns the same string if
/// there is none.
[[nodiscard]] QString expandShortcodes(const QString& text);

} // namespace confab::client
