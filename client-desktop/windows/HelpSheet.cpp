// A list of short facts in sections that can be searched: the shortcuts, the slash commands.
#include "client-desktop/windows/HelpSheet.h"

#include "client-desktop/actions/ActionTable.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

QLabel* plainLabel(const QString& text)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

HelpSheet::HelpSheet(const QString& title, const QList<HelpSection>& sections, const Look& look, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(title);
    m_field = new QLineEdit;
    m_field->setPlaceholderText(tr("Search"));
    m_field->setAccessibleName(tr("Search"));
    m_field->setClearButtonEnabled(true);
    m_nothing = plainLabel(tr("Nothing here is called that."));
    m_nothing->hide();

    auto* page = new QWidget;
    auto* grid = new QGridLayout(page);
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(fontMetrics().height() * 2);
    int line = 0;
    for (const HelpSection& section : sections) {
        auto* heading = plainLabel(section.title);
        QFont bold = font();
        bold.setBold(true);
        heading->setFont(bold);
        heading->setContentsMargins(0, line > 0 ? fontMetrics().height() / 2 : 0, 0, 0);
        grid->addWidget(heading, line++, 0, 1, 2);
        for (const HelpFact& fact : section.facts) {
            QLabel* term = plainLabel(fact.term);
            QLabel* words = plainLabel(fact.words);
            QPalette quiet = words->palette();
            quiet.setColor(QPalette::WindowText, look.color(Token::Quiet));
            words->setPalette(quiet);
            grid->addWidget(term, line, 0, Qt::AlignTop);
            grid->addWidget(words, line++, 1, Qt::AlignTop);
            m_rows.append({term, words, (fact.term + u' ' + fact.words).toCaseFolded(), static_cast<int>(m_titles.size())});
        }
        m_titles.append(heading);
    }
    grid->setRowStretch(line, 1);

    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_field);
    layout->addWidget(m_nothing);
    layout->addWidget(scroll, 1);
    connect(m_field, &QLineEdit::textChanged, this, &HelpSheet::filter);
    m_field->setFocus();
}

QSize HelpSheet::sizeHint() const
{
    const int letter = fontMetrics().averageCharWidth();
    return {letter * 84, fontMetrics().height() * 30};
}

void HelpSheet::filter(const QString& text)
{
    const QString wanted = text.trimmed().toCaseFolded();
    QList<bool> hasRows(m_titles.size(), false);
    for (const Row& row : m_rows) {
        const bool fits = row.searched.contains(wanted);
        row.term->setVisible(fits);
        row.words->setVisible(fits);
        hasRows[row.section] = hasRows[row.section] || fits;
    }
    for (qsizetype i = 0; i < m_titles.size(); ++i)
        m_titles[i]->setVisible(hasRows[i]);
    m_nothing->setVisible(!hasRows.contains(true));
}

QList<HelpSection> shortcutSections()
{
    QList<HelpSection> sections;
    for (const ActionRow& row : actionTable()) {
        if (row.keys.isEmpty())
            continue;
        const QString title = menuTitle(row.menu).remove(u'&');
        if (sections.isEmpty() || sections.last().title != title)
            sections.append({title, {}});
        sections.last().facts.append({QKeySequence::listToString(row.keys, QKeySequence::NativeText).replace(u"; "_s, u", "_s),
            QString(row.text).remove(u'&') + u". "_s + row.tip});
    }
    HelpSection views{HelpSheet::tr("Writing and reading"), {}};
    for (const KeyNote& note : viewKeys())
        views.facts.append({note.keys, note.text});
    sections.prepend(views);
    return sections;
}

} // namespace confab::desktop
