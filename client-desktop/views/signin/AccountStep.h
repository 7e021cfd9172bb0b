// The second question: who one is on the server, or, with an invite, who one wants to be.
#pragma once

#include "client-desktop/theme/Icons.h"
#include "client-desktop/theme/TokenButton.h"
#include "shared/client/account/Account.h"

#include <QLabel>
#include <QLineEdit>

namespace confab::desktop {

/// Holds the password only in its field, until forget().
class AccountStep final : public QWidget {
    Q_OBJECT
public:
    enum class Field : quint8 { Name, Password };

    /// `look` outlives it.
    explicit AccountStep(const Look& look, QWidget* parent = nullptr);

    /// Asks for what is missing of this account. A name typed before stays when the account has none.
    void setAccount(const client::Account& account);
    /// Where tokens are kept, as a person reads it; empty: it is not said.
    void setSecretPlace(const QString& place);
    /// Not empty: says so, and nothing can be changed but by Cancel.
    void setBusy(const QString& words);
    bool isBusy() const { return m_isBusy; }
    void showProblem(const QString& words, Field field);
    void takeFocus();
    void forget();

Q_SIGNALS:
    void submitted(const confab::client::Account& account, const confab::client::Credentials& credentials);
    void backRequested();
    void cancelled();

private:
    void build();
    QLineEdit* addField(QLabel*& label);
    void recolour();
    void showSecretPlace();
    void submit();
    void enterAsGuest();
    void showPassword(bool isShown);

    const Look& m_look;
    Icons m_icons;
    client::Account m_account;
    QString m_secretPlace;
    bool m_isBusy = false;
    QLabel* m_intro = nullptr;
    QLabel* m_nameLabel = nullptr;
    QLineEdit* m_name = nullptr;
    QLabel* m_passwordLabel = nullptr;
    QLineEdit* m_password = nullptr;
    QAction* m_eye = nullptr;
    QLabel* m_problem = nullptr;
    QLabel* m_progress = nullptr;
    TokenButton* m_submit = nullptr;
    TokenButton* m_guest = nullptr;
    TokenButton* m_back = nullptr;
    TokenButton* m_cancel = nullptr;
    QLabel* m_secret = nullptr;
};

} // namespace confab::desktop
