// The list of what could stand at the cursor, above the caret; it never takes the keyboard.
#pragma once

#include "client-desktop/views/popup/PopupFrame.h"
#include "client-desktop/views/popup/PopupRowDelegate.h"
#include "shared/client/commands/CompletionModel.h"

#include <QListView>

namespace confab::desktop {

class SuggestionPopup : public PopupFrame {
    Q_OBJECT
public:
    static constexpr int mostRows = 8;

    /// `look` outlives it.
    SuggestionPopup(const Look& look, QWidget* parent);

    /// Shows the candidates (not empty), the first one active.
    void offer(const client::Completions& completions, QWidget& window, const QRect& caret);
    /// Beside `caret` in the coordinates of `window`, and inside it.
    void place(QWidget& window, const QRect& caret);
    const client::Completions& completions() const { return m_model.completions(); }
    /// The active candidate. Requires that the popup is visible.
    int row() const;
    /// Around the ends for single steps, stopping there for pages.
    void step(int rows);
    int pageRows() const { return mostRows - 1; }
    QListView& list() const { return *m_list; }

Q_SIGNALS:
    void picked(int row); ///< by the mouse

private:
    void setRow(int row);
    QSize wantedSize(int most) const;

    client::CompletionModel m_model;
    QListView* m_list = nullptr;
    PopupRowDelegate* m_delegate = nullptr;
};

} // namespace confab::desktop
