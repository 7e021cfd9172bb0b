// The second question: who one is on the server, or, with an invite, who one wants to be.
#include "client-desktop/views/signin/AccountStep.h"

#include "shared/base/Limits.h"
#include "shared/client/text/Sanitiser.h"

#include <QAction>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace confab::desktop {

using namespace Qt::StringLiterals;

AccountStep::AccountStep(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_icons(look)
{
    build();
    recolour();
    connect(&look, &Look::changed, this, &AccountStep::recolour);
    connect(m_name, &QLineEdit::returnPressed, this, [this] {
        if (m_password->text().isEmpty())
            m_password->setFocus(Qt::TabFocusReason);
        else
            submit();
    });
    connect(m_password, &QLineEdit::returnPressed, this, &AccountStep::submit);
    connect(m_submit, &QPushButton::clicked, this, &AccountStep::submit);
    connect(m_guest, &QPushButton::clicked, this, &AccountStep::enterAsGuest);
    connect(m_back, &QPushButton::clicked, this, &AccountStep::backRequested);
    connect(m_cancel, &QPushButton::clicked, this, &AccountStep::cancelled);
    connect(m_eye, &QAction::toggled, this, &AccountStep::showPassword);
    for (QLineEdit* field : {m_name, m_password})
        connect(field, &QLineEdit::textEdited, m_problem, &QLabel::hide);
}

QLineEdit* AccountStep::addField(QLabel*& label)
{
    label = new QLabel(this);
    auto* field = new QLineEdit(this);
    const int em = fontMetrics().height();
    field->setMinimumHeight(em * 2);
    field->setTextMargins(em / 3, 0, em / 3, 0);
    label->setBuddy(field);
    return field;
}

void AccountStep::build()
{
    const int em = fontMetrics().height();
    const auto words = [this] {
        auto* label = new QLabel(this);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        return label;
    };
    m_intro = words();
    m_name = addField(m_nameLabel);
    m_name->setAccessibleName(tr("Name"));
    m_password = addField(m_passwordLabel);
    m_password->setAccessibleName(tr("Password"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMaxLength(limits::passwordBytes);
    m_eye = m_password->addAction(QIcon(), QLineEdit::TrailingPosition);
    m_eye->setCheckable(true);
    m_problem = words();
    m_progress = words();
    m_submit = new TokenButton(m_look, TokenButton::Kind::Primary, {}, this);
    m_guest = new TokenButton(m_look, TokenButton::Kind::Plain, tr("Enter as &guest"), this);
    m_back = new TokenButton(m_look, TokenButton::Kind::Plain, tr("&Back"), this);
    m_cancel = new TokenButton(m_look, TokenButton::Kind::Plain, tr("&Cancel"), this);
    m_secret = words();
    m_secret->setForegroundRole(QPalette::PlaceholderText);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(em / 3);
    buttons->addWidget(m_submit, 1);
    buttons->addWidget(m_guest);
    buttons->addWidget(m_back);
    buttons->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(em / 3);
    for (QWidget* one : {static_cast<QWidget*>(m_intro), static_cast<QWidget*>(m_nameLabel), static_cast<QWidget*>(m_name),
             static_cast<QWidget*>(m_passwordLabel), static_cast<QWidget*>(m_password), static_cast<QWidget*>(m_problem),
             static_cast<QWidget*>(m_progress)}) {
        column->addWidget(one);
        if (one == m_intro || one == m_name)
            column->addSpacing(em / 4);
    }
    column->addSpacing(em / 3);
    column->addLayout(buttons);
    column->addSpacing(em / 4);
    column->addWidget(m_secret);
    m_problem->hide();
    showPassword(false);
    showSecretPlace();
    setBusy({});
}

void AccountStep::recolour()
{
    QPalette colors;
    colors.setColor(QPalette::WindowText, m_look.color(Token::Alert));
    m_problem->setPalette(colors);
    showPassword(m_eye->isChecked());
}

void AccountStep::showPassword(bool isShown)
{
    m_password->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
    m_eye->setIcon(m_icons.icon(isShown ? Icon::EyeOff : Icon::Eye, Token::Quiet));
    m_eye->setText(isShown ? tr("Hide the password") : tr("Show the password"));
    m_eye->setToolTip(m_eye->text());
}

void AccountStep::showSecretPlace()
{
    m_secret->setText(m_secretPlace.isEmpty()
            ? tr("You stay signed in on this computer: a token for this program is kept, the password is not.")
            : tr("You stay signed in on this computer: a token for this program is kept in %1; the password is not.").arg(m_secretPlace));
}

void AccountStep::setSecretPlace(const QString& place)
{
    m_secretPlace = place;
    showSecretPlace();
}

void AccountStep::setAccount(const client::Account& account)
{
    m_account = account;
    m_account.token.clear();
    const bool isInvite = !account.invite.isEmpty();
    const QString host = client::safeName(client::serverKey(account.url));
    m_intro->setText(isInvite ? tr("The invite is for %1. Choose the name by which others will know you.").arg(host)
                              : tr("Your account on %1").arg(host));
    m_nameLabel->setText(isInvite ? tr("Choose a &name") : tr("&Name"));
    m_passwordLabel->setText(isInvite ? tr("Choose a &password of at least %1 characters").arg(limits::passwordMinChars) : tr("&Password"));
    m_submit->setText(isInvite ? tr("&Join") : tr("&Sign in"));
    m_guest->setVisible(!isInvite && !m_isBusy);
    if (!account.name.isEmpty())
        m_name->setText(account.name);
    else if (m_name->text().isEmpty())
        m_name->setText(qEnvironmentVariable("USER"));
    m_problem->hide();
}

void AccountStep::setBusy(const QString& words)
{
    m_isBusy = !words.isEmpty();
    m_progress->setText(words);
    m_progress->setVisible(m_isBusy);
    if (m_isBusy)
        m_problem->hide();
    for (QWidget* one : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_password), static_cast<QWidget*>(m_submit)})
        one->setEnabled(!m_isBusy);
    m_guest->setVisible(!m_isBusy && m_account.invite.isEmpty());
    m_back->setVisible(!m_isBusy);
    m_cancel->setVisible(m_isBusy);
    if (m_isBusy)
        m_cancel->setFocus(Qt::OtherFocusReason);
}

void AccountStep::showProblem(const QString& words, Field field)
{
    setBusy({});
    m_problem->setText(words);
    m_problem->setVisible(!words.isEmpty());
    QLineEdit* where = field == Field::Name ? m_name : m_password;
    where->setAccessibleDescription(words);
    where->setFocus(Qt::OtherFocusReason);
    where->selectAll();
}

void AccountStep::takeFocus()
{
    // With an invite the name is a choice, so it comes first even when there is a proposal.
    QLineEdit* where = m_account.name.isEmpty() || !m_account.invite.isEmpty() ? m_name : m_password;
    where->setFocus(Qt::OtherFocusReason);
    where->selectAll();
}

void AccountStep::forget()
{
    m_password->clear();
    m_eye->setChecked(false);
}

void AccountStep::submit()
{
    const QString name = m_name->text().trimmed();
    const auto said = [](const Error& error) { return client::plainLine(client::safeBody(error.message)); };
    if (name.isEmpty() && m_account.invite.isEmpty()) {
        showProblem(tr("Write your name on this server, or enter as a guest."), Field::Name);
        return;
    }
    if (const Result<Done> checked = client::checkTypedName(m_account, name); !checked) {
        showProblem(said(checked.error()), Field::Name);
        return;
    }
    if (const Result<Done> checked = client::checkTypedPassword(m_account, m_password->text()); !checked) {
        showProblem(said(checked.error()), Field::Password);
        return;
    }
    m_problem->hide();
    client::Account account = m_account;
    account.name = name.toLower();
    Q_EMIT submitted(account, client::credentialsFor(account, name, m_password->text()));
}

void AccountStep::enterAsGuest()
{
    m_problem->hide();
    client::Account account = m_account;
    account.name.clear();
    Q_EMIT submitted(account, client::credentialsFor(account, {}, {}));
}

} // namespace confab::desktop
