// What a timeline shows, as JSON for golden files: role, words and place of every piece, in tenths of a line of text.
#pragma once

#include "client-desktop/views/timeline/TimelineView.h"

#include <QString>

namespace confab::test {

QString dumpTimeline(const desktop::TimelineView& view);

/// Empty when equal to tests/gui/golden/<name>.json; otherwise says where it differs. With CONFAB_UPDATE_GOLDEN=1 writes the file instead.
QString compareWithGoldenJson(const QString& actual, const QString& name);

} // namespace confab::test
