// What a timeline shows, as JSON for golden files: role, words and place of every piece, in tenths of a line of text.
#pragma once

#include "client-desktop/views/timeline/TimelineView.h"

#include <QString>

namespace confab::test {

QString dumpTimeline(const desktop::TimelineView& view);

} // namespace confab::test
