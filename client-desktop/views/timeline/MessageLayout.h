// One row of the timeline, laid out: the single source for its height, its painting, what is under the pointer, its text and rectangles.
#pragma once

#include "client-desktop/views/timeline/TimelineLines.h"

#include <QPointF>
#include <QRectF>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace confab::desktop {

enum class PartRole : quint8 { Day, New, Name, Time, Initial, Quote, Marker, Body, Code, Note, Reason, Action, Sign };

/// A place that does something when clicked.
enum class ZoneKind : quint8 { None, Retry, EditPending, CopyText, Discard, LoadGap, GoToQuoted, ShowAll, CopyCode };

struct LinkRange {
    int start = 0;
    int length = 0;
    QString target;
};

/// A piece of text. Those with `start` >= 0 are what a person can select and copy.
struct Part {
    PartRole role = PartRole::Body;
    std::unique_ptr<QTextLayout> text;
    QPointF at;
    QSizeF size;      ///< what the text covers, from `at`
    QRectF clip;      ///< code: the window it is seen through; else null
    qreal scroll = 0; ///< code: how far it is moved to the left
    int start = -1;   ///< in the row's text
    int length = 0;   ///< selectable characters; the layout may hold more ("(edited)")
    QList<LinkRange> links;

    bool isSelectable() const { return start >= 0; }
    qreal hiddenWidth() const { return clip.isNull() ? 0 : std::max<qreal>(0, at.x() + size.width() - clip.right()); }
};

struct Shape {
    enum class Kind : quint8 { Box, Line, Bar, Disc };

    Kind kind = Kind::Box;
    QRectF rect;
    QColor color;
};

struct Zone {
    ZoneKind kind = ZoneKind::None;
    QRectF rect;
    QString text; ///< CopyCode: what is copied
};

/// In the row's own coordinates: 0,0 is its top left. Positions count UTF-16 units of text().
class MessageLayout {
public:
    explicit MessageLayout(const RowContent& content)
        : m_content(content)
    {
    }

    const RowContent& content() const { return m_content; }
    int height() const { return m_height; }
    /// Where the message itself begins, below day and unread lines.
    qreal bodyTop() const { return m_bodyTop; }
    /// What a person reads, without marks and markup.
    const QString& text() const { return m_text; }
    const std::vector<Part>& parts() const { return m_parts; }
    const QList<Shape>& shapes() const { return m_shapes; }
    const QList<Zone>& zones() const { return m_zones; }

    /// Empty when there is none.
    QString linkAt(QPointF point) const;
    const Zone* zoneAt(QPointF point) const;
    bool isTextAt(QPointF point) const;
    /// The nearest.
    int positionAt(QPointF point) const;
    /// Of one character; an empty rectangle when it is not there.
    QRectF rectOf(int position) const;
    /// Scrolls the code under the point sideways. False when there is none that can move so.
    bool scrollCode(QPointF point, qreal pixels);

private:
    friend class RowComposer;
    friend class BodyComposer;

    const Part* nearestPart(QPointF point) const;

    RowContent m_content;
    std::vector<Part> m_parts;
    QList<Shape> m_shapes;
    QList<Zone> m_zones;
    QString m_text;
    int m_height = 0;
    qreal m_bodyTop = 0;
};

} // namespace confab::desktop
