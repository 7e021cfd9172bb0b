// The questions a person is asked to get in: which server, who, and the password.
#pragma once

#include "shared/client/account/Account.h"

namespace confab::tui {

/// Asks in plain words, one answer at a time. Keeps the password only until credentials() is called. No screen, no network.
class SignInDialog {
public:
    enum class Step : quint8 { Closed, Address, Name, Password };

    /// From the start, or at the name when the server is known, or at the password when the name is known too.
    void open(const client::Account& account = {});
    void close();
    bool isOpen() const { return m_step != Step::Closed; }
    Step step() const { return m_step; }
    bool isSecret() const { return m_step == Step::Password; }

    /// What stands before the input: "Password".
    QString prompt() const;
    /// What to say when the step begins; may be empty.
    QString explanation() const;

    enum class Progress : quint8 { Next, Ready };
    /// Takes one answer; an Error is to be shown and the question stands.
    Result<Progress> answer(const QString& text);

    /// After Ready: which account is meant, and how it signs in.
    const client::Account& account() const { return m_account; }
    client::Credentials credentials();

private:
    Result<Progress> takeName(const QString& text);
    Result<Progress> takePassword(const QString& text);

    Step m_step = Step::Closed;
    client::Account m_account;
    QString m_typedName; // as typed; the account's name is lower case
    QString m_password;
};

} // namespace confab::tui
