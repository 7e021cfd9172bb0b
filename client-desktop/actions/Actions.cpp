// The table of actions as QActions, and the menu bar made of them.
#include "client-desktop/actions/Actions.h"

#include <QActionGroup>
#include <QMenu>

namespace confab::desktop {

using namespace Qt::StringLiterals;

Actions::Actions(QWidget& window)
    : QObject(&window)
{
    auto* themes = new QActionGroup(this);
    for (const ActionRow& row : actionTable()) {
        auto* action = new QAction(row.text, this);
        action->setShortcuts(row.keys);
        action->setToolTip(row.tip);
        action->setCheckable(row.isCheckable);
        connect(action, &QAction::triggered, this, [this, id = row.id] { Q_EMIT triggered(id); });
        window.addAction(action);
        m_actions[size_t(row.id)] = action;
    }
    for (const ActionId id : {ActionId::ThemeSystem, ActionId::ThemeLight, ActionId::ThemeDark})
        themes->addAction(&action(id));
    for (int index = 0; index < 9; ++index) {
        auto* number = new QAction(this);
        number->setShortcut(QKeySequence(u"Alt+%1"_s.arg(index + 1)));
        connect(number, &QAction::triggered, this, [this, index] { Q_EMIT roomByNumber(index); });
        window.addAction(number);
    }
}

void Actions::fill(QMenuBar& bar) const
{
    QMenu* menu = nullptr;
    std::optional<ActionMenu> current;
    for (const ActionRow& row : actionTable()) {
        if (current != row.menu) {
            current = row.menu;
            menu = bar.addMenu(menuTitle(row.menu));
            menu->setToolTipsVisible(true);
        } else if (row.startsSection) {
            menu->addSeparator();
        }
        menu->addAction(&action(row.id));
    }
}

void Actions::setHasAccount(bool has)
{
    for (const ActionRow& row : actionTable()) {
        if (row.needsAccount)
            action(row.id).setEnabled(has);
    }
}

} // namespace confab::desktop
