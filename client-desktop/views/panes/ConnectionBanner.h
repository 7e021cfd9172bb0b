// One strip that tells when the connection is not what one hopes for, what waits, and what to do.
#pragma once

#include "client-desktop/theme/Look.h"
#include "shared/client/session/ConnectionState.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QPushButton;

namespace confab::desktop {

class ElidedLabel;

/// What the banner says, without the countdown's motion. Empty when online.
QString connectionWords(const client::ConnectionState& state, int undelivered);

/// Hidden while online with nothing waiting and nothing failed. Of fixed height, moves nothing but its seconds. Its label is named
/// "Connection" for screen readers, with the sentence as description; that changes with the state, not with each second.
class ConnectionBanner final : public QWidget {
    Q_OBJECT
public:
    /// So long a message may be on its way before the banner tells.
    static constexpr int patienceMs = 1000;

    /// `look` outlives it.
    explicit ConnectionBanner(const Look& look, QWidget* parent = nullptr);

    /// The truth now; call it at each change of the connection or the outbox. `undelivered`: entries on their way; `failed`: entries
    /// refused.
    void show(const client::ConnectionState& state, int undelivered, int failed);
    /// What it says; empty when hidden.
    QString words() const;

Q_SIGNALS:
    void retryRequested();
    void showFailedRequested();
    /// The sign-in has ended: only a person can go on.
    void signInRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QPushButton* addButton(const QString& text);
    void refresh();
    QString sentence() const;
    client::ConnectionState stateNow() const;

    const Look& m_look;
    ElidedLabel* m_label = nullptr;
    QPushButton* m_retry = nullptr;
    QPushButton* m_signIn = nullptr;
    QPushButton* m_failedButton = nullptr;
    client::ConnectionState m_state;
    int m_undelivered = 0;
    int m_failed = 0;
    bool m_isPatienceOver = false;
    QElapsedTimer m_since; // since m_state.msLeft was true
    QTimer m_tick{this};
    QTimer m_patience{this};
};

} // namespace confab::desktop
