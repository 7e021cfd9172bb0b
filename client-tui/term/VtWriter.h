// Turns the difference between two frames into the bytes that change one into the other on a terminal.
#pragma once

#include "client-tui/term/ColorMap.h"
#include "client-tui/term/Grid.h"

#include <QByteArray>

namespace confab::tui {

/// What the terminal can do.
struct VtCapabilities {
    ColorDepth colors = ColorDepth::Indexed256;
    bool hasSynchronizedOutput = false; // mode 2026, only when the terminal said so
    bool hasScrollRegions = true;
    bool hasHyperlinks = true;
};

/// Depth and abilities as TERM, COLORTERM and NO_COLOR of the environment tell; nothing is asked of the terminal.
VtCapabilities capabilitiesFromEnvironment();

/// Remembers the frame the terminal shows. Expects autowrap and output processing off and no scroll region, as VtTerminal
/// arranges. No control byte ever comes out of a cell.
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
        int gain = 0;   // cells that need not be written
    };

    void startAnew(QSize size);
    void scroll(const Grid& grid);
    Band bandFor(int lines, const std::vector<quint64>& before, const std::vector<quint64>& after, const std::vector<int>& weights) const;
    void paintRow(const Grid& grid, int row);
    bool bridgeGap(const Grid& grid, int row, int column);
    void paintCell(const Grid& grid, int row, int column, bool clearsFirst);
    void writeText(QStringView text);
    void eraseToEnd(int row, int column);
    void moveTo(int row, int column);
    void setPen(const Style& style);
    void setLink(const Grid& grid, LinkId link);
    void placeCursor(Cursor cursor);

    VtCapabilities m_capabilities;
    Grid m_shown;
    bool m_isKnown = false;
    QByteArray m_out;
    Style m_pen;         // what the terminal writes with now
    QPoint m_position;   // where the terminal's cursor is now; x < 0 when it cannot be trusted
    bool m_isCursorVisible = false;
};

} // namespace confab::tui
