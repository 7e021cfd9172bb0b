// Which link texts lie about where they lead; internal to this folder (the public part is in Markdown.h).
#pragma once

#include <QString>

namespace confab::client {

/// Whether a reader of the link text would expect another host than that of the target (a safeLinkTarget). Compatibility forms, invisible
/// characters and punycode are seen through; "www." in front makes no difference.
[[nodiscard]] bool namesAnotherHost(const QString& text, const QString& target);

} // namespace confab::client
