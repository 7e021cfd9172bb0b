// Paints one laid-out row and what depends on the moment: hover, focus, selection, flash.
#pragma once

#include "client-desktop/views/timeline/MessageLayout.h"
#include "client-desktop/views/timeline/TimelineStyle.h"

class QPainter;

namespace confab::desktop {

struct RowState {
    bool isHovered = false;
    bool hasFocusRing = false;
    ZoneKind hoveredZone = ZoneKind::None;
    QPointF hoveredAt;    ///< which zone, when there are several of a kind
    int selectedFrom = 0; ///< selected text: [from, to)
    int selectedTo = 0;
    qreal flash = 0; ///< 1 just now, 0 over
};

/// Paints the row with its top left at `at`.
void paintRow(QPainter& painter, const MessageLayout& layout, const TimelineStyle& style, const RowState& state, QPointF at);

} // namespace confab::desktop
