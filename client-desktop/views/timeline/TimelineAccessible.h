// The timeline for screen readers: a list named "Messages" whose items are the loaded lines.
#pragma once

namespace confab::desktop {

/// Teaches Qt's accessibility about TimelineView. Call once after the application object exists; more calls do nothing. Items are named
/// "Ana, hello there, 14:02, edited" and can be read letter by letter; they keep their identity while rows come and go, and are invalid
/// (not dangling) when their line has gone.
void installTimelineAccessibility();

} // namespace confab::desktop
