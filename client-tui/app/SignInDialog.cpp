// The questions a person is asked to get in: which server, who, and the password.
#include "client-tui/app/SignInDialog.h"

namespace confab::tui {

using namespace Qt::StringLiterals;

void SignInDialog::open(const client::Account& account)
{
    m_account = account;
    m_account.token.clear();
    m_typedName = account.name;
    m_password.clear();
    m_step = !account.url.isValid() ? Step::Address : account.name.isEmpty() ? Step::Name : Step::Password;
}

void SignInDialog::close()
{
    m_step = Step::Closed;
    m_password.clear();
}

QString SignInDialog::prompt() const
{
    const bool isNew = !m_account.invite.isEmpty();
    switch (m_step) {
    case Step::Address:
        return u"Server or invite ›"_s;
    case Step::Name:
        return isNew ? u"Choose a name ›"_s : u"Your name ›"_s;
    case Step::Password:
        return isNew ? u"Choose a password ›"_s : u"Password ›"_s;
    case Step::Closed:
        break;
    }
    return {};
}

QString SignInDialog::explanation() const
{
    const QString server = client::serverKey(m_account.url);
    const bool isNew = !m_account.invite.isEmpty();
    switch (m_step) {
    case Step::Address:
        return u"Welcome to Confab.\nTo begin, write the address of a server (host or host:port), or paste the invite line you were given."_s;
    case Step::Name:
        return isNew ? u"The invite is for %1. Choose the name by which others will know you."_s.arg(server)
                     : u"Signing in to %1. Write your name there, or nothing to come in as a guest."_s.arg(server);
    case Step::Password:
        return isNew ? u"Choose a password of at least %1 characters. It is not shown while you type."_s.arg(limits::passwordMinChars)
                     : u"The password of %1 on %2. It is not shown while you type."_s.arg(m_typedName, server);
    case Step::Closed:
        break;
    }
    return {};
}

Result<SignInDialog::Progress> SignInDialog::answer(const QString& text)
{
    switch (m_step) {
    case Step::Address: {
        TRY_VALUE(account, client::accountFromAddress(text));
        account.name = m_account.name;
        open(account);
        return Progress::Next;
    }
    case Step::Name:
        return takeName(text.trimmed());
    case Step::Password:
        return takePassword(text);
    case Step::Closed:
        break;
    }
    return Progress::Next;
}

Result<SignInDialog::Progress> SignInDialog::takeName(const QString& text)
{
    TRY(client::checkTypedName(m_account, text));
    m_typedName = text;
    m_account.name = text.toLower();
    if (text.isEmpty())
        return Progress::Ready;
    m_step = Step::Password;
    return Progress::Next;
}

Result<SignInDialog::Progress> SignInDialog::takePassword(const QString& text)
{
    TRY(client::checkTypedPassword(m_account, text));
    m_password = text;
    return Progress::Ready;
}

client::Credentials SignInDialog::credentials()
{
    return client::credentialsFor(m_account, m_account.name.isEmpty() ? QString() : m_typedName, std::exchange(m_password, {}));
}

} // namespace confab::tui
