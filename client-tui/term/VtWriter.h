// Turns the difference between two frames into the bytes that change one into the other on a terminal.
#pragma once

#include "client-tui/term/Grid.h"

#include <QByteArray>

namespace confab::tui {

enum class ColorDepth : quint8 { None, Ansi16, Indexed256, TrueColor };

/// What the terminal can do.
struct VtCapabilities {
    ColorDepth colors = ColorDepth::Indexed256;
    bool hasSynchronizedOutput = false; // mode 2026, only when the terminal said so
    bool hasScrollRegions = true;
    bool hasHyperlinks = true;
};

/// Depth and abilities as TERM, COLORTERM and NO_COLOR of the environment tell; nothing is asked of the terminal.
VtCapabilities capabilitiesFromEnvironment();

/// Remembers the frame the terminal shows. Expects autowrap off and the scroll region unset, as VtTerminal arranges.
class VtWriter {
public:
    explicit VtWriter(VtCapabilities capabilities = {});

    void setCapabilities(VtCapabilities capabilities) { m_capabilities = capabilities; }
    const VtCapabilities& capabilities() const { return m_capabilities; }

    /// The bytes that turn the shown frame into this one; empty when nothing changes. The frame counts as shown from now on.
    QByteArray frame(const Grid& grid, Cursor cursor);

    /// The screen is unknown (start, resume, resize, Ctrl+L): the next frame paints everything.
    void invalidate() { m_isKnown = false; }

private:
    struct Band {
        int top = 0;
        int bottom = 0; // inclusive
        int lines = 0;  // up when positive
    };

    void paintAll(const Grid& grid);
    Band findScroll(const Grid& grid) const;
    void applyScroll(const Band& band);
    void paintRow(const Grid& grid, int row);
    int paintFrom(const Grid& grid, int row, int from, int to);
    void putCell(const Grid& grid, int row, int column);
    void eraseToEnd(int row, int column);
    void moveTo(int row, int column);
    void setStyle(const Grid& grid, const Style& style);
    void setLink(const Grid& grid, LinkId link);

    VtCapabilities m_capabilities;
    Grid m_shown;
    Cursor m_shownCursor;
    bool m_isKnown = false;
    QByteArray m_out;
    Style m_style;      // what the terminal's pen has now
    QPoint m_position;  // where the terminal's cursor is now; x < 0 when it cannot be trusted
};

} // namespace confab::tui
