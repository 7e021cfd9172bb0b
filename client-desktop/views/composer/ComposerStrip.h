// One line above the input: what is being edited or answered, or a question about a paste.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QLabel>
#include <QPushButton>

namespace confab::desktop {

/// Hidden while it has nothing to say. A question goes over a note and gives way to it again.
class ComposerStrip : public QWidget {
    Q_OBJECT
public:
    /// `look` outlives it.
    ComposerStrip(const Look& look, QWidget* parent);

    /// `spoken` is the same for screen readers. Empty texts take the note away.
    void setNote(const QString& text, const QString& spoken);
    /// Asks whether to paste; the keyboard goes to the first answer.
    void ask(const QString& question);
    void closeQuestion();
    bool isAsking() const { return !m_question.isEmpty(); }

Q_SIGNALS:
    void cancelRequested(); ///< of the note or the question
    void insertRequested();
    void codeBlockRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void fit();

    const Look& m_look;
    QWidget* m_space = nullptr; // the text is drawn on it
    QPushButton* m_insert = nullptr;
    QPushButton* m_codeBlock = nullptr;
    QPushButton* m_cancel = nullptr;
    QString m_note;
    QString m_spokenNote;
    QString m_question;
};

} // namespace confab::desktop
