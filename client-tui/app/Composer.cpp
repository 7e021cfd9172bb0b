// What the person is writing: text, completion, an old message being changed, and the history of each room.
#include "client-tui/app/Composer.h"

#include "shared/client/commands/CommandTable.h"
#include "shared/client/text/CommandLine.h"

namespace confab::tui {

void Composer::enterRoom(RoomId room, const QString& draft)
{
    m_room = room;
    m_editing.reset();
    m_completions = {};
    m_editor.setHistory(&m_histories[room]);
    m_editor.setText(draft);
}

void Composer::setText(const QString& text)
{
    m_completions = {};
    m_editor.setText(text);
}

void Composer::clear()
{
    m_completions = {};
    m_editing.reset();
    m_editor.clear();
}

QString Composer::draft() const { return isWritingMessage() ? text() : QString(); }

bool Composer::isWritingMessage() const { return !m_editing && client::parseLine(text()).kind == client::LineKind::Talk; }

void Composer::complete(int step, const Complete& ask)
{
    if (m_completions.isEmpty()) {
        m_completions = ask(text(), static_cast<int>(cursor()));
        if (m_completions.isEmpty())
            return;
        m_typedText = text();
        m_typedCursor = cursor();
        m_candidate = step > 0 ? 0 : static_cast<int>(m_completions.candidates.size()) - 1;
    } else {
        const int count = static_cast<int>(m_completions.candidates.size());
        m_candidate = (m_candidate + step + count) % count;
        m_editor.setText(m_typedText);
        m_editor.setCursor(m_typedCursor);
    }
    m_editor.replace(m_completions.start, m_completions.length, m_completions.candidates.at(m_candidate).text);
    // A single candidate needs no choosing: the next Tab looks anew.
    if (m_completions.candidates.size() == 1)
        m_completions = {};
}

void Composer::startEditing(const Editing& editing)
{
    m_completions = {};
    m_editing = editing;
    m_editor.setText(editing.original);
}

bool Composer::lastWasCommand() const
{
    const auto found = m_histories.find(m_room);
    return found != m_histories.end() && !found->second.lines().isEmpty()
        && client::CommandTable::isCommand(found->second.lines().last());
}

bool Composer::cancel()
{
    if (!m_completions.isEmpty()) {
        m_completions = {};
        m_editor.setText(m_typedText);
        m_editor.setCursor(m_typedCursor);
        return true;
    }
    if (m_editing) {
        m_editing.reset();
        m_editor.setText({});
        return true;
    }
    return false;
}

QString Composer::take()
{
    m_completions = {};
    m_editing.reset();
    return m_editor.take();
}

void Composer::remember() { m_histories[m_room].add(text()); }

} // namespace confab::tui
