// The page that asks for the server, the name and the password: one calm card, one question after the other.
#include "client-desktop/views/signin/SignInPage.h"

#include "client-desktop/views/signin/AccountStep.h"
#include "client-desktop/views/signin/AddressStep.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace confab::desktop {

SignInPage::SignInPage(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
{
    build();
    connect(m_addressStep, &AddressStep::answered, this, [this](const client::Account& account) {
        ask(account);
        if (!account.name.isEmpty())
            Q_EMIT accountPicked(account);
    });
    connect(m_accountStep, &AccountStep::submitted, this, &SignInPage::submitted);
    connect(m_accountStep, &AccountStep::cancelled, this, &SignInPage::cancelled);
    connect(m_addressStep, &AddressStep::returned, this, &SignInPage::returned);
    connect(m_accountStep, &AccountStep::backRequested, this, [this] { ask({}); });
    connect(&look, &Look::changed, m_card, qOverload<>(&QWidget::update));
}

SignInPage::~SignInPage() = default;

void SignInPage::build()
{
    const int em = fontMetrics().height();
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* sheet = new QWidget(scroll);
    m_card = new QFrame(sheet);
    m_card->setMaximumWidth(em * 28);
    m_card->installEventFilter(this);
    auto* title = new QLabel(tr("Welcome to Confab"), m_card);
    title->setTextFormat(Qt::PlainText);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setBold(true);
    title->setFont(large);
    m_addressStep = new AddressStep(m_look, m_card);
    m_accountStep = new AccountStep(m_look, m_card);
    m_accountStep->hide();

    auto* inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(em * 2, em * 3 / 2, em * 2, em * 3 / 2);
    inside->setSpacing(em);
    inside->addWidget(title);
    inside->addWidget(m_addressStep);
    inside->addWidget(m_accountStep);
    auto* across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(m_card, 100);
    across->addStretch(1);
    auto* down = new QVBoxLayout(sheet);
    down->setContentsMargins(em, em, em, em);
    down->addStretch(2);
    down->addLayout(across);
    down->addStretch(3);
    scroll->setWidget(sheet);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(title->text());
}

bool SignInPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_card || event->type() != QEvent::Paint)
        return QWidget::eventFilter(watched, event);
    QPainter painter(m_card);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_look.color(Token::Separator));
    painter.setBrush(m_look.color(Token::Timeline));
    const qreal radius = fontMetrics().height() / 2.0;
    painter.drawRoundedRect(QRectF(m_card->rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    return true;
}

bool SignInPage::isAtAddress() const { return m_accountStep->isHidden(); }

void SignInPage::showStep(QWidget* step)
{
    m_addressStep->setVisible(step == m_addressStep);
    m_accountStep->setVisible(step == m_accountStep);
}

void SignInPage::setKnown(const QList<client::KnownServer>& known) { m_addressStep->setKnown(known); }

void SignInPage::setSecretPlace(const QString& place) { m_accountStep->setSecretPlace(place); }

void SignInPage::ask(const client::Account& account)
{
    m_accountStep->setBusy({});
    m_isInvite = !account.invite.isEmpty();
    if (!account.url.isValid()) {
        showStep(m_addressStep);
        m_addressStep->takeFocus();
        return;
    }
    m_accountStep->setAccount(account);
    showStep(m_accountStep);
    m_accountStep->takeFocus();
}

void SignInPage::setBusy(const QString& words)
{
    if (!words.isEmpty())
        showStep(m_accountStep);
    m_accountStep->setBusy(words);
}

bool SignInPage::isBusy() const { return m_accountStep->isBusy(); }

void SignInPage::showProblem(const QString& words)
{
    showProblem(words, isAtAddress() ? Field::Address : m_isInvite ? Field::Name : Field::Password);
}

void SignInPage::showProblem(const QString& words, Field field)
{
    if (field == Field::Address) {
        m_accountStep->setBusy({});
        showStep(m_addressStep);
        m_addressStep->showProblem(words);
        m_addressStep->takeFocus();
        return;
    }
    showStep(m_accountStep);
    m_accountStep->showProblem(words, field == Field::Name ? AccountStep::Field::Name : AccountStep::Field::Password);
}

void SignInPage::setCanReturn(bool can)
{
    m_canReturn = can;
    m_addressStep->setCanReturn(can);
}

void SignInPage::forget() { m_accountStep->forget(); }

void SignInPage::focusInEvent(QFocusEvent*)
{
    if (isAtAddress())
        m_addressStep->takeFocus();
    else if (!isBusy())
        m_accountStep->takeFocus();
}

void SignInPage::keyPressEvent(QKeyEvent* event)
{
    const bool isLeaving = isAtAddress() && m_canReturn;
    if (event->key() != Qt::Key_Escape || (isAtAddress() && !m_canReturn)) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (isLeaving)
        Q_EMIT returned();
    else if (isBusy())
        Q_EMIT cancelled();
    else
        ask({});
}

} // namespace confab::desktop
