// Where a timeline is scrolled to: a row and its place on the screen, never a number of pixels from the top of everything.
#pragma once

#include "client-desktop/views/timeline/HeightIndex.h"

#include <functional>

namespace confab::desktop {

/// Knows rows by index, heights and the size of the viewport; no widget. Heights are guesses until a row comes near the viewport, then they
/// are measured: whatever turns out taller, comes or goes, the anchor row keeps its place on the screen. At the end of the timeline the
/// view sticks to the end instead. Changes are told by inserted(), removed(), changed(); settle() then makes everything fit and must be
/// called before reading positions.
class TimelineScroll {
public:
    /// `measure` lays a row out and answers its height; `guess` is cheap. Both may be asked for any row that was announced.
    struct Heights {
        std::function<int(int row)> measure;
        std::function<int(int row)> guess;
        /// Whether what stands around the row may be held by it: not where lines are missing, because they come right beside it. All rows
        /// when there is no such function.
        std::function<bool(int row)> isFirm = {};
    };
    struct Anchor {
        int row = 0;
        int y = 0; ///< of the row's top on the screen
    };

    explicit TimelineScroll(Heights heights);

    void reset(int count);
    void inserted(int first, int last);
    void removed(int first, int last);
    /// The heights of these rows are to be found out again.
    void changed(int first, int last);
    /// All heights are guesses again, after a change of width or font.
    void forgetHeights();
    void setViewport(int height) { m_viewport = height; }
    int viewport() const { return m_viewport; }
    /// A space above the first row.
    void setHead(int height) { m_head = height; }
    int head() const { return m_head; }
    /// A space below the last row.
    void setFoot(int height) { m_foot = height; }

    void scrollBy(int pixels); ///< towards the end when positive
    void scrollTo(qint64 position);
    void scrollToEnd();
    void place(int row, int y); ///< puts a row's top at y on the screen
    void settle();
    /// Measures up to `most` rows close to the viewport. False when nothing was left to do.
    bool measureAhead(int most);

    int count() const { return m_heights.count(); }
    bool isAtEnd() const { return m_sticks; }
    Anchor anchor() const { return m_anchor; }
    int firstVisible() const { return m_first; }
    int lastVisible() const { return m_last; } ///< below firstVisible() when nothing is there
    /// On the screen; right for visible rows, close to right for others.
    int yOf(int row) const;
    int heightOf(int row) const { return m_heights.height(row); }
    bool isMeasured(int row) const { return m_measured[size_t(row)]; }
    /// The row at y on the screen, or -1 when y is above the first or below the last.
    int rowAt(int y) const;
    /// For a scroll bar: 0 <= position() <= length() - viewport(), unless all fits.
    qint64 position() const;
    qint64 length() const { return m_head + m_heights.total() + m_foot; }

private:
    void measure(int row);
    void fillFromEnd();
    void fillAroundAnchor();
    void takeVisible();
    std::vector<int> guesses(int first, int last) const;

    Heights m_ask;
    HeightIndex m_heights;
    std::vector<bool> m_measured;
    Anchor m_anchor;
    int m_viewport = 0;
    int m_head = 0;
    int m_foot = 0;
    int m_first = 0;
    int m_last = -1;
    bool m_sticks = true;
};

} // namespace confab::desktop
