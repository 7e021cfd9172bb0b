// The page that asks for the server, the name and the password: one calm card, one question after the other.
#pragma once

#include "client-desktop/theme/Look.h"
#include "shared/client/account/Account.h"

#include <QWidget>

class QFrame;
class QLabel;
class QStackedLayout;

namespace confab::desktop {

class AccountStep;
class AddressStep;

/// Knows no client: it says what was typed, and is told what came of it. What was typed stays until forget(). Main thread.
class SignInPage final : public QWidget {
    Q_OBJECT
public:
    enum class Field : quint8 { Address, Name, Password };

    /// `look` outlives it.
    explicit SignInPage(const Look& look, QWidget* parent = nullptr);
    ~SignInPage() override;

    /// Most recently used first.
    void setKnown(const QList<client::KnownServer>& known);
    /// Where tokens are kept, as a person reads it ("the file …"); without it the page says only that one is kept.
    void setSecretPlace(const QString& place);
    /// Whether there is an open account behind the page, to go back to by a button or Escape.
    void setCanReturn(bool can);
    /// Starts at what is missing: the address, the name, the password. Ends being busy.
    void ask(const client::Account& account);
    /// "Signing in to HOST …": nothing can be changed but by Cancel, until ask(), showProblem() or an empty text.
    void setBusy(const QString& words);
    bool isBusy() const;
    /// Plain words, safe to draw, under the fields; the focus goes to the field meant: without one, to the address, to the name (invite) or
    /// to the password, whichever is asked for.
    void showProblem(const QString& words);
    void showProblem(const QString& words, Field field);
    /// Empties the password.
    void forget();

Q_SIGNALS:
    /// Both are checked by what every server asks. Call setBusy() and try it.
    void submitted(const confab::client::Account& account, const confab::client::Credentials& credentials);
    /// Only after setCanReturn(true).
    void returned();
    /// Cancel while busy.
    void cancelled();
    /// A known account was picked: its stored sign-in may still be good. The page goes on to the password by itself.
    void accountPicked(const confab::client::Account& account);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void showStep(QWidget* step);
    bool isAtAddress() const;

    const Look& m_look;
    QFrame* m_card = nullptr;
    AddressStep* m_addressStep = nullptr;
    AccountStep* m_accountStep = nullptr;
    bool m_isInvite = false;
    bool m_canReturn = false;
};

} // namespace confab::desktop
