// The table of actions as QActions, and the menu bar made of them.
#pragma once

#include "client-desktop/actions/ActionTable.h"

#include <QAction>
#include <QMenuBar>

#include <array>

namespace confab::desktop {

/// Owned by the window, which gets every action, so that shortcuts work wherever the focus is. Main thread.
class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QWidget& window);

    QAction& action(ActionId id) const { return *m_actions[size_t(id)]; }
    void fill(QMenuBar& bar) const;
    /// Enables or disables what needs an open account.
    void setHasAccount(bool has);

Q_SIGNALS:
    void triggered(confab::desktop::ActionId id);
    /// Alt+1 … Alt+9, from 0.
    void roomByNumber(int index);

private:
    std::array<QAction*, actionCount> m_actions;
};

} // namespace confab::desktop
