// A list of short facts in sections that can be searched: the shortcuts, the slash commands.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>

namespace confab::desktop {

struct HelpFact {
    QString term; ///< a key, a command
    QString words;
};
struct HelpSection {
    QString title;
    QList<HelpFact> facts;
};

/// Escape closes; typing goes to the search field.
class HelpSheet : public QDialog {
    Q_OBJECT
public:
    HelpSheet(const QString& title, const QList<HelpSection>& sections, const Look& look, QWidget* parent = nullptr);

    QSize sizeHint() const override;

private:
    struct Row {
        QWidget* term;
        QWidget* words;
        QString searched;
        int section;
    };
    void filter(const QString& text);

    QLineEdit* m_field = nullptr;
    QLabel* m_nothing = nullptr;
    QList<Row> m_rows;
    QList<QLabel*> m_titles;
};

/// Every action with keys, by menu, and the keys the views take.
QList<HelpSection> shortcutSections();

} // namespace confab::desktop
