// One strip that tells when the connection is not what one hopes for, what waits, and what to do.
#include "client-desktop/views/panes/ConnectionBanner.h"

#include "client-desktop/theme/TokenButton.h"
#include "client-desktop/views/panes/ElidedLabel.h"
#include "shared/client/Explain.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using client::ConnectionPhase;
using client::ConnectionState;
using client::StopReason;

namespace {

/// "2 queued, " in front of what comes next.
QString queued(int undelivered) { return undelivered > 0 ? ConnectionBanner::tr("%1 queued, ").arg(undelivered) : QString(); }

QString stoppedWords(const ConnectionState& state)
{
    switch (state.why) {
    case StopReason::NeedsSignIn:
        return ConnectionBanner::tr("You are not signed in. Sign in to go on.");
    case StopReason::WrongProtocol:
        return ConnectionBanner::tr("This program is too old or too new for the server. Update the older of the two.");
    case StopReason::Revoked:
        if (state.error.message.isEmpty())
            return ConnectionBanner::tr("This session was ended from elsewhere. Sign in again.");
        break;
    case StopReason::AuthFailed:
        if (state.error.message.isEmpty())
            return ConnectionBanner::tr("The server refused the sign-in. Sign in again.");
        break;
    case StopReason::BadAddress:
        if (state.error.message.isEmpty())
            return ConnectionBanner::tr("The address of the server is not usable. Check how it is written.");
        break;
    case StopReason::None:
        break;
    }
    return state.error.message.isEmpty() ? ConnectionBanner::tr("The connection has ended.") : client::explain(state.error);
}

bool wantsSignIn(const ConnectionState& state)
{
    return state.phase == ConnectionPhase::Stopped
        && (state.why == StopReason::NeedsSignIn || state.why == StopReason::AuthFailed || state.why == StopReason::Revoked);
}

} // namespace

QString connectionWords(const ConnectionState& state, int undelivered)
{
    const auto inProgress = [undelivered](const QString& words) {
        return undelivered > 0 ? ConnectionBanner::tr("%1 (%2 queued)").arg(words).arg(undelivered) : words;
    };
    switch (state.phase) {
    case ConnectionPhase::Offline:
        return undelivered > 0 ? ConnectionBanner::tr("Offline: %1 queued").arg(undelivered) : ConnectionBanner::tr("Offline");
    case ConnectionPhase::Connecting:
        return inProgress(ConnectionBanner::tr("Connecting …"));
    case ConnectionPhase::Authenticating:
        return inProgress(ConnectionBanner::tr("Signing in …"));
    case ConnectionPhase::Attaching:
        return inProgress(ConnectionBanner::tr("Catching up …"));
    case ConnectionPhase::Online:
        return {};
    case ConnectionPhase::WaitingToRetry: {
        const qint64 seconds = (std::max<qint64>(0, state.msLeft) + 999) / 1000;
        return ConnectionBanner::tr("Offline: %1trying again in %2 s").arg(queued(undelivered)).arg(seconds);
    }
    case ConnectionPhase::Stopped:
        break;
    }
    return stoppedWords(state);
}

ConnectionBanner::ConnectionBanner(const Look& look, QWidget* parent)
    : QWidget(parent)
    , m_look(look)
    , m_label(new ElidedLabel(look, Token::OnBanner, this))
{
    const int em = fontMetrics().height();
    m_label->setAccessibleName(tr("Connection"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(em * 3 / 4, 0, em / 2, 0);
    line->setSpacing(em / 2);
    line->addWidget(m_label, 1);
    m_failedButton = addButton(tr("Show"));
    m_failedButton->setAccessibleDescription(tr("Shows the messages that were not sent"));
    m_retry = addButton(tr("Retry now"));
    m_signIn = addButton(tr("Sign in"));
    for (QPushButton* button : {m_failedButton, m_retry, m_signIn})
        line->addWidget(button);
    setFixedHeight(fontMetrics().height() * 9 / 4);
    hide();

    m_tick.setInterval(1000);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_tick, &QTimer::timeout, this, [this] { m_label->setText(sentence()); });
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_isPatienceOver = true;
        refresh();
    });
    connect(m_retry, &QPushButton::clicked, this, &ConnectionBanner::retryRequested);
    connect(m_signIn, &QPushButton::clicked, this, &ConnectionBanner::signInRequested);
    connect(m_failedButton, &QPushButton::clicked, this, &ConnectionBanner::showFailedRequested);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

QPushButton* ConnectionBanner::addButton(const QString& text) { return new TokenButton(m_look, TokenButton::Kind::OnBanner, text, this); }

void ConnectionBanner::show(const ConnectionState& state, int undelivered, int failed)
{
    m_state = state;
    m_undelivered = undelivered;
    m_failed = failed;
    m_since.start();
    if (!state.isOnline() || undelivered == 0) {
        m_patience.stop();
        m_isPatienceOver = false;
    } else if (!m_isPatienceOver && !m_patience.isActive()) {
        m_patience.start();
    }
    if (state.phase != ConnectionPhase::WaitingToRetry)
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
    refresh();
}

ConnectionState ConnectionBanner::stateNow() const
{
    ConnectionState now = m_state;
    now.msLeft = std::max<qint64>(0, m_state.msLeft - m_since.elapsed());
    return now;
}

QString ConnectionBanner::sentence() const
{
    QStringList parts;
    if (!m_state.isOnline())
        parts.append(connectionWords(stateNow(), m_undelivered));
    else if (m_undelivered > 0 && m_isPatienceOver)
        parts.append(tr("Online: sending %1 …").arg(m_undelivered));
    if (m_failed == 1)
        parts.append(tr("1 message was not sent"));
    else if (m_failed > 1)
        parts.append(tr("%1 messages were not sent").arg(m_failed));
    return parts.join(u" · "_s);
}

QString ConnectionBanner::words() const { return isHidden() ? QString() : m_label->text(); }

void ConnectionBanner::refresh()
{
    const QString words = sentence();
    m_label->setText(words);
    if (m_label->accessibleDescription() != words)
        m_label->setAccessibleDescription(words);
    m_retry->setVisible(m_state.phase == ConnectionPhase::WaitingToRetry);
    m_signIn->setVisible(wantsSignIn(m_state));
    m_failedButton->setVisible(m_failed > 0);
    setVisible(!words.isEmpty());
}

void ConnectionBanner::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFixedHeight(fontMetrics().height() * 9 / 4);
}

void ConnectionBanner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_look.color(Token::Banner));
}

} // namespace confab::desktop
