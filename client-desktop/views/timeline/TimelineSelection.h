// What is selected in the timeline: a part of one message, or several whole messages; and what copying it gives.
#pragma once

#include "client-desktop/views/timeline/TimelineScene.h"

namespace confab::desktop {

/// Follows its messages however rows come and go. Selected text of rows that vanish is no longer selected.
class TimelineSelection {
public:
    enum class Unit : quint8 { Letter, Word, Message };
    struct Range {
        int from = 0;
        int to = 0; ///< behind the last letter
    };

    explicit TimelineSelection(TimelineScene& scene)
        : m_scene(scene)
    {
    }

    /// Puts both ends at a position.
    void begin(int row, int position, Unit unit);
    /// Moves the far end; begins when there is no selection.
    void extendTo(int row, int position);
    void selectRows(int from, int to);
    void selectAll();
    void clear();

    bool isEmpty() const;
    /// The selected part of a row; empty when nothing of it is.
    Range rangeIn(int row) const;
    /// One message or a part of it: its text. Several: "[14:02] name: text", one below the other.
    QString text() const;

private:
    struct End {
        RowKey key;
        Range range; // what was pointed at: a letter gap, a word, a message
    };
    struct Rows {
        int first = -1;
        int last = -1;
    };

    Rows rows() const;
    Range unitAt(int row, int position) const;
    QString textOf(int row) const;
    QString lineOf(int row) const;

    TimelineScene& m_scene;
    Unit m_unit = Unit::Letter;
    End m_anchor;
    End m_head;
};

} // namespace confab::desktop
