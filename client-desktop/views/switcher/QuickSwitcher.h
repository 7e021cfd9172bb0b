// Ctrl+K: to any room, person or command by a few letters.
#pragma once

#include "client-desktop/views/popup/PopupFrame.h"
#include "shared/client/models/SwitcherModel.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>

namespace confab::desktop {

/// Floats in the upper third of the window of its parent. The keyboard stays in its line while it is open and goes back to where it was
/// when it closes: by Escape, a click elsewhere, or a choice, which is signalled after closing.
class QuickSwitcher : public PopupFrame {
    Q_OBJECT
public:
    /// Both outlive it.
    QuickSwitcher(client::SwitcherModel& model, const Look& look, QWidget* parent);

    /// Empty, with what waits on top. Another one that is open in the window closes. (It closes by close(): WA_DeleteOnClose works.)
    void open();
    bool isOpen() const { return isVisible(); }

Q_SIGNALS:
    void roomChosen(confab::RoomId room);
    /// Somebody without a direct room yet.
    void personChosen(confab::UserId person);
    /// "/name ", to be finished in the composer.
    void commandChosen(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    bool onKey(int key);
    void search();
    void setRow(int row);
    void choose(int row);
    void place();

    client::SwitcherModel& m_model;
    QLineEdit* m_line = nullptr;
    QListView* m_list = nullptr;
    QLabel* m_nothing = nullptr;
    QPointer<QWidget> m_before; // had the keyboard
};

} // namespace confab::desktop
