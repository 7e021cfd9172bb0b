// The first question: which server, or which invite; below it the accounts this person has used.
#pragma once

#include "client-desktop/theme/Icons.h"
#include "client-desktop/theme/TokenButton.h"
#include "shared/client/account/Account.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>

namespace confab::desktop {

class AddressStep final : public QWidget {
    Q_OBJECT
public:
    /// `look` outlives it.
    explicit AddressStep(const Look& look, QWidget* parent = nullptr);

    /// Most recently used first; the first one fills the empty field.
    void setKnown(const QList<client::KnownServer>& known);
    /// Plain words under the field; empty hides them.
    void showProblem(const QString& words);
    void takeFocus();
    /// Whether there is an open account to go back to.
    void setCanReturn(bool can);

Q_SIGNALS:
    /// A usable address, an invite, or a known account.
    void answered(const confab::client::Account& account);
    void returned();

private:
    void build();
    void submit();
    void choose(const QListWidgetItem& item);

    const Look& m_look;
    Icons m_icons;
    QLineEdit* m_address = nullptr;
    QLabel* m_problem = nullptr;
    QLabel* m_knownTitle = nullptr;
    QListWidget* m_known = nullptr;
    TokenButton* m_continue = nullptr;
    TokenButton* m_return = nullptr;
    QList<client::KnownServer> m_servers;
};

} // namespace confab::desktop
