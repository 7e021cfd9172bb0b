// A line of a room as script commands print it.
#pragma once

#include "shared/protocol/messages/Messages.h"

#include <QJsonObject>

namespace confab::tui {

/// For programs: text exactly as it was sent.
QJsonObject jsonOfItem(const protocol::HistoryItem& item, const QString& roomLabel);
/// For people: "2026-11-20 14:02  ana: text", local time. Not safe to print by itself; ScriptOutput::line sees to that.
QString textOfItem(const protocol::HistoryItem& item);

} // namespace confab::tui
