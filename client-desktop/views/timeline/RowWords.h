// Rows in words, for those who hear them and for announcements.
#pragma once

#include "client-desktop/views/timeline/TimelineLines.h"

namespace confab::desktop {

/// What was said, as text without markup. Long ones are cut.
[[nodiscard]] QString spokenText(const RowContent& content);
/// "Ana, hello there, 14:02, edited": who, what, when, and what is special. Never empty for a row that takes space.
[[nodiscard]] QString spokenName(const RowContent& content);
/// What comes in addition to the name: the day, where new messages begin, what is answered.
[[nodiscard]] QString spokenDescription(const RowContent& content);

} // namespace confab::desktop
