// The desktop program: what becomes of what is typed.
#include "client-desktop/app/Desktop.h"

#include "shared/client/commands/Talk.h"

#include <QMessageBox>
#include <QPushButton>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using protocol::Severity;

void Desktop::connectComposer()
{
    Composer& input = composer();
    input.setCompleter([this](QStringView text, int cursor) { return m_commands.complete(*m_account->actions, *this, text, cursor); });
    connect(&input, &Composer::sendRequested, this, &Desktop::send);
    connect(&input, &Composer::textEdited, this, &Desktop::textEdited);
    connect(&input, &Composer::cancelled, this, &Desktop::textEdited);
    connect(&input, &Composer::editLastRequested, this, &Desktop::editOwn);
    connect(&input, &Composer::escapePressed, this, [this] { run(ActionId::MarkRead); });
    connect(&input, &Composer::scrollRequested, this, [this](double pages) { page().timeline().scrollPages(pages); });
    connect(&input, &Composer::latestRequested, this, [this] { page().timeline().jumpToLatest(); });
}

void Desktop::connectTimeline()
{
    TimelineView& timeline = page().timeline();
    connect(&timeline, &TimelineView::moved, this, &Desktop::onMoved);
    connect(&timeline, &TimelineView::retryRequested, this, [this](const ClientId& c) { m_account->client->retry(c); });
    connect(&timeline, &TimelineView::discardRequested, this, [this](const ClientId& c) { m_account->client->discard(c); });
    connect(&timeline, &TimelineView::editPendingRequested, this, &Desktop::editPending);
    connect(&timeline, &TimelineView::editRequested, this, &Desktop::editLine);
    connect(&timeline, &TimelineView::deleteRequested, this, &Desktop::removeLine);
    connect(&timeline, &TimelineView::replyRequested, this, &Desktop::reply);
    connect(&timeline, &TimelineView::messageWanted, this, &Desktop::fetchMessage);
    connect(&timeline, &TimelineView::gapWanted, this, [this](Seq from) {
        m_account->client->loadGap(currentRoom(), from, client::GapEnd::Upper);
    });
    connect(&timeline, &TimelineView::linkActivated, this, &Desktop::openLink);
    connect(&timeline, &TimelineView::textTyped, this, [this](const QString& text) {
        page().focusComposer();
        composer().insertText(text);
    });
}

void Desktop::send()
{
    if (composer().editing())
        return sendEdited();
    const QString line = composer().text();
    if (line.trimmed().isEmpty())
        return page().timeline().jumpToLatest();
    if (const std::optional<Seq> to = composer().replyTo(); to && !client::CommandTable::isCommand(line))
        return sendReply(*to);

    composer().remember();
    const client::LineOutcome outcome = m_lines.run(*m_account->client, *m_account->actions, *this, line);
    if (m_departure.isLeaving())
        return;
    if (outcome.error)
        print(Severity::Warning, outcome.error->message);
    // A refused command stays to be corrected, and the next letter replaces it: nothing can be glued to it.
    if (outcome.error && outcome.clearsInput)
        composer().selectAll();
    else if (outcome.clearsInput)
        composer().clear();
    textEdited();
    if (outcome.wasDone)
        page().timeline().jumpToLatest();
}

void Desktop::sendReply(Seq to)
{
    const client::CommandContext context{*m_account->actions, *this, currentRoom()};
    const Result<Done> said = client::say(context, composer().text(), to, false);
    if (!said)
        return print(Severity::Warning, said.error().message);
    static_cast<void>(composer().take());
    m_account->client->setTyping(currentRoom(), false);
    textEdited();
    page().timeline().jumpToLatest();
}

void Desktop::sendEdited()
{
    const Composer::Editing editing = *composer().editing();
    const QString text = composer().text();
    if (const Result<Done> fine = client::checkText(text); !fine)
        return print(Severity::Warning, fine.error().message);
    if (text != editing.original)
        m_account->client->edit(currentRoom(), editing.of, text);
    composer().clear();
}

void Desktop::editOwn(int nth)
{
    if (!currentRoom().isValid())
        return;
    const client::Timeline& timeline = store().timeline(currentRoom());
    const int row = timeline.lastTalk(nth, true);
    if (row >= 0)
        composer().startEditing({timeline.at(row).seq, timeline.at(row).rawText, nth});
}

void Desktop::editLine(Seq seq)
{
    const client::Timeline& timeline = store().timeline(currentRoom());
    for (int nth = 1;; ++nth) {
        const int row = timeline.lastTalk(nth, true);
        if (row < 0)
            return;
        if (timeline.at(row).seq != seq)
            continue;
        composer().startEditing({seq, timeline.at(row).rawText, nth});
        return page().focusComposer();
    }
}

void Desktop::editPending(const ClientId& c)
{
    const client::OutboxEntry* entry = m_account->client->outbox().find(c);
    const auto* post = entry ? std::get_if<protocol::PostMessage>(&entry->intention) : nullptr;
    if (!post)
        return;
    const QString text = post->text;
    m_account->client->discard(c);
    if (!composer().text().trimmed().isEmpty())
        composer().insertText(u"\n"_s + text);
    else
        composer().setText(text);
    textEdited();
    page().focusComposer();
}

void Desktop::removeLine(Seq seq)
{
    const client::Timeline& timeline = store().timeline(currentRoom());
    const int row = timeline.indexOf(seq);
    if (row < 0)
        return;
    const client::TimelineRow line = timeline.at(row);
    if (!line.own) {
        QMessageBox question(QMessageBox::Question, tr("Delete the message?"), {}, QMessageBox::Cancel, &m_window);
        question.setTextFormat(Qt::PlainText);
        question.setText(tr("Delete this message of %1 for everybody?").arg(line.name));
        question.setInformativeText(line.text.left(200));
        QPushButton* yes = question.addButton(tr("Delete"), QMessageBox::DestructiveRole);
        question.setDefaultButton(QMessageBox::Cancel);
        question.exec();
        if (question.clickedButton() != yes)
            return;
    }
    m_account->client->remove(currentRoom(), seq);
}

void Desktop::reply(Seq seq)
{
    const client::Timeline& timeline = store().timeline(currentRoom());
    const int row = timeline.indexOf(seq);
    if (row < 0)
        return;
    composer().startReply(seq, timeline.at(row).name, timeline.at(row).text.left(120));
    page().focusComposer();
}

void Desktop::textEdited()
{
    const RoomId room = currentRoom();
    if (!room.isValid())
        return;
    m_drafts.keep(*m_account->client, room, composer().draft());
    m_account->client->setTyping(room, composer().isWritingMessage());
}

} // namespace confab::desktop
