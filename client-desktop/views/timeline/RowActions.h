// What a person can do with a row; one list for keys, menus and accessibility.
#pragma once

#include "client-desktop/views/timeline/TimelineLines.h"

namespace confab::desktop {

enum class RowAction : quint8 { Reply, GoToQuoted, Edit, CopyText, Retry, EditPending, Discard, Delete, LoadGap, ShowAll };

struct RowRights {
    bool deletesOthers = false;
};

/// In the order of menus. What does not apply is not in it.
[[nodiscard]] QList<RowAction> actionsFor(const RowContent& content, const RowRights& rights);
/// As menus say it, sentence case.
[[nodiscard]] QString labelOf(RowAction action);
/// What Enter does, if anything.
[[nodiscard]] std::optional<RowAction> defaultAction(const RowContent& content);

} // namespace confab::desktop
