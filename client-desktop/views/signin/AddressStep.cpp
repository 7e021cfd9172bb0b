// The first question: which server, or which invite; below it the accounts this person has used.
#include "client-desktop/views/signin/AddressStep.h"

#include "shared/client/text/Sanitiser.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

/// As many accounts as are seen without scrolling.
constexpr int shownAccounts = 4;

QString accountLabel(const client::KnownServer& server)
{
    const QString address = client::safeName(client::serverKey(server.url));
    return server.account.isEmpty() ? address : u"%1@%2"_s.arg(client::safeName(server.account), address);
}

} // namespace

AddressStep::AddressStep(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_icons(look)
{
    build();
    const auto recolour = [this] {
        QPalette colors;
        colors.setColor(QPalette::WindowText, m_look.color(Token::Alert));
        m_problem->setPalette(colors);
        // The chosen account is not the thing to press: it is marked like a row of the panes.
        QPalette rows;
        rows.setColor(QPalette::Highlight, m_look.color(Token::Selected));
        rows.setColor(QPalette::HighlightedText, m_look.color(Token::OnSelected));
        rows.setColor(QPalette::Base, m_look.color(Token::Timeline));
        m_known->setPalette(rows);
        for (int row = 0; row < m_known->count(); ++row)
            m_known->item(row)->setIcon(m_icons.icon(Icon::Server, Token::Quiet));
    };
    recolour();
    connect(&look, &Look::changed, this, recolour);
}

void AddressStep::build()
{
    const int em = fontMetrics().height();
    auto* label = new QLabel(tr("&Server or invite"), this);
    m_address = new QLineEdit(this);
    m_address->setAccessibleName(tr("Server or invite"));
    m_address->setPlaceholderText(tr("host, host:port or confab://…"));
    m_address->setMinimumHeight(em * 2);
    m_address->setTextMargins(em / 3, 0, em / 3, 0);
    m_address->setClearButtonEnabled(true);
    label->setBuddy(m_address);
    m_problem = new QLabel(this);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_continue = new TokenButton(m_look, TokenButton::Kind::Primary, tr("&Continue"), this);
    m_return = new TokenButton(m_look, TokenButton::Kind::Plain, tr("&Back to the chat"), this);
    m_return->hide();
    m_knownTitle = new QLabel(tr("&Known servers"), this);
    m_known = new QListWidget(this);
    m_known->setAccessibleName(tr("Known servers"));
    m_known->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_known->setTextElideMode(Qt::ElideMiddle);
    m_known->setIconSize({em * 5 / 4, em * 5 / 4});
    m_knownTitle->setBuddy(m_known);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(em / 3);
    column->addWidget(label);
    column->addWidget(m_address);
    column->addWidget(m_problem);
    column->addSpacing(em / 3);
    column->addWidget(m_continue);
    column->addWidget(m_return);
    column->addSpacing(em / 2);
    column->addWidget(m_knownTitle);
    column->addWidget(m_known);
    setKnown({});

    connect(m_address, &QLineEdit::returnPressed, this, &AddressStep::submit);
    connect(m_address, &QLineEdit::textEdited, this, [this] { showProblem({}); });
    connect(m_continue, &QPushButton::clicked, this, &AddressStep::submit);
    connect(m_return, &QPushButton::clicked, this, &AddressStep::returned);
    // Enter and double click; what a single click does is the desktop's custom.
    connect(m_known, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) { choose(*item); });
}

void AddressStep::setKnown(const QList<client::KnownServer>& known)
{
    m_servers = known;
    m_known->clear();
    for (const client::KnownServer& server : known) {
        auto* item = new QListWidgetItem(m_icons.icon(Icon::Server, Token::Quiet), accountLabel(server), m_known);
        item->setSizeHint({0, fontMetrics().height() * 7 / 4});
    }
    const bool isAny = !known.isEmpty();
    m_knownTitle->setVisible(isAny);
    m_known->setVisible(isAny);
    const int rows = std::clamp(int(known.size()), 1, shownAccounts);
    m_known->setFixedHeight(fontMetrics().height() * 7 / 4 * rows + 2 * m_known->frameWidth());
    if (!isAny)
        return;
    m_known->setCurrentRow(0);
    if (m_address->text().isEmpty())
        m_address->setText(client::serverKey(known.first().url));
}

void AddressStep::showProblem(const QString& words)
{
    m_problem->setText(words);
    m_problem->setVisible(!words.isEmpty());
    m_address->setAccessibleDescription(words);
}

void AddressStep::setCanReturn(bool can) { m_return->setVisible(can); }

void AddressStep::takeFocus()
{
    m_address->setFocus(Qt::OtherFocusReason);
    m_address->selectAll();
}

void AddressStep::submit()
{
    const QString typed = m_address->text().trimmed();
    if (typed.isEmpty()) {
        showProblem(tr("Write the address of a server, or paste the invite line you were given."));
        takeFocus();
        return;
    }
    Result<client::Account> account = client::accountFromAddress(typed);
    if (!account) {
        showProblem(client::plainLine(client::safeBody(account.error().message)));
        m_address->setFocus(Qt::OtherFocusReason);
        return;
    }
    showProblem({});
    const auto known = std::find_if(m_servers.cbegin(), m_servers.cend(),
        [&](const client::KnownServer& one) { return client::serverKey(one.url) == client::serverKey(account->url); });
    if (account->invite.isEmpty() && known != m_servers.cend())
        account->name = known->account;
    Q_EMIT answered(*account);
}

void AddressStep::choose(const QListWidgetItem& item)
{
    const client::KnownServer& server = m_servers.at(m_known->row(&item));
    m_address->setText(client::serverKey(server.url));
    showProblem({});
    Q_EMIT answered({server.url, server.account, {}, {}});
}

} // namespace confab::desktop
