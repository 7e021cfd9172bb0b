// The escape sequences that change colours, attributes and hyperlinks.
#pragma once

#include "client-tui/term/ColorMap.h"

#include <QByteArray>
#include <QString>

namespace confab::tui {

/// The shortest SGR sequence that turns one look into another; empty when they look alike at this depth. Ignores links.
QByteArray penChange(const Style& from, const Style& to, ColorDepth depth);

/// OSC 8: opens the link, or closes the open one when id is 0 or the uri is empty or too long. Everything but printable ASCII
/// in the uri is percent-encoded.
QByteArray linkChange(LinkId id, const QString& uri);

} // namespace confab::tui
