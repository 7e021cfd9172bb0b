// How a room is drawn in the list: glyph, name, draft, what is unread; or as initials in the narrow rail.
#pragma once

#include "client-desktop/delegates/SectionDelegate.h"

namespace confab::desktop {

/// On RoomRows.
class RoomDelegate final : public SectionDelegate {
    Q_OBJECT
public:
    using SectionDelegate::SectionDelegate;

    /// A rail of initials instead of names. The view lays out again by itself only when told.
    void setCompact(bool compact) { m_isCompact = compact; }
    bool isCompact() const { return m_isCompact; }

protected:
    QString heading(const QModelIndex& index) const override;
    bool startsGroup(const QModelIndex& index) const override;
    void paintRow(const Row& row) const override;
    int rowHeight(const RowMeasures& measures) const override;
    bool hasHeadings() const override { return !m_isCompact; }
    bool hasPlates() const override { return !m_isCompact; }

private:
    void paintGlyph(const Row& row, const QRect& box, const QColor& color) const;
    /// Answers where free space ends.
    int paintCounts(const Row& row, const QRect& content) const;
    void paintTile(const Row& row) const;

    bool m_isCompact = false;
};

} // namespace confab::desktop
