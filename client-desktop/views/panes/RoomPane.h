// The rooms at the left: filter, groups, what is unread, and strips for mentions that are scrolled out; or a narrow rail.
#pragma once

#include "client-desktop/delegates/RoomDelegate.h"
#include "client-desktop/delegates/RoomRows.h"

#include <QTimer>
#include <QWidget>

namespace confab::desktop {

class FilterField;
class MentionStrip;
class PaneList;

/// Knows which room is open only from setCurrent(); choosing one is a signal. Rows keep their places while the pointer is on them.
/// Its focus proxy is the list.
class RoomPane final : public QWidget {
    Q_OBJECT
public:
    /// `store` and `look` outlive it.
    RoomPane(client::Store& store, const Look& look, QWidget* parent = nullptr);
    ~RoomPane() override;

    /// Marks the room as the open one; an invalid id marks none. Emits nothing.
    void setCurrent(RoomId room);
    RoomId current() const { return m_open; }
    /// The room `step` rows (+1, -1) from the open one as listed, around the ends; invalid when none is listed.
    RoomId neighbour(int step) const;
    /// The next room that has unread lines and is not muted, in this direction, around the ends; invalid when there is no other.
    RoomId nextUnread(int step) const;
    /// As listed, from 0; invalid when there is no such row.
    RoomId at(int index) const;

    /// A rail of initials, about 4 em wide, without filter.
    void setCompact(bool compact);
    bool isCompact() const { return m_delegate.isCompact(); }
    void focusFilter();

    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(confab::RoomId room);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build(const Look& look);
    void choose(const QModelIndex& index);
    void filter(const QString& text);
    void markOpen();
    void sayWhyEmpty();
    void setWidths();
    void placeStrips();
    void goToMention(bool isAbove);
    /// Rows with a pill that lie before and behind what is seen.
    QList<int> hiddenMentions(bool isAbove) const;

    client::RoomListModel m_model;
    RoomRows m_rows;
    RoomDelegate m_delegate;
    FilterField* m_filter = nullptr;
    QWidget* m_filterRow = nullptr;
    PaneList* m_list = nullptr;
    MentionStrip* m_above = nullptr;
    MentionStrip* m_below = nullptr;
    RoomId m_open;
    QTimer m_stripsLater;
};

} // namespace confab::desktop
