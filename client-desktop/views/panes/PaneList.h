// The list of a pane: a QListView with group headings, a focus ring that is always somewhere, and words for when it is empty.
#pragma once

#include "client-desktop/delegates/SectionDelegate.h"

#include <QListView>

class QLabel;

namespace confab::desktop {

/// Arrow keys move the current row and choose nothing. Selection is the program's (the open row), not the
/// person's. Has a current row whenever it has rows.
class PaneList final : public QListView {
    Q_OBJECT
public:
    explicit PaneList(SectionDelegate& delegate, QWidget* parent = nullptr);

    /// Nothing: the list lets go of its model.
    void setModel(QAbstractItemModel* model) override;
    /// Shown in the middle while there are no rows; plain text.
    void setEmptyText(const QString& words);
    /// Headings take no clicks.
    QModelIndex indexAt(const QPoint& point) const override;

Q_SIGNALS:
    /// On the current row.
    void enterPressed(const QModelIndex& index);
    void pointerInside(bool isInside);
    /// A right click on a row, or the menu key, which means the current row.
    void menuRequested(const QModelIndex& index, const QPoint& globalPos);
    /// Up on the first row.
    void leftUp();

protected:
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void keepCurrent();
    void placeEmptyText();

    SectionDelegate& m_delegate;
    QLabel* m_empty = nullptr;
};

} // namespace confab::desktop
