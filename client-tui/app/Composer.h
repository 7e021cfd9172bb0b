// What the person is writing: text, completion, an old message being changed, and the history of each room.
#pragma once

#include "client-tui/input/LineEditor.h"
#include "shared/base/Ids.h"
#include "shared/client/commands/Completions.h"

#include <functional>
#include <map>
#include <optional>

namespace confab::tui {

/// Knows no terminal and no server. Every text that leaves through take() is in the history of its room.
class Composer {
public:
    /// An own message being changed.
    struct Editing {
        Seq of;
        QString original;
        int nth = 1; // the n-th last own message
    };
    using Complete = std::function<client::Completions(QStringView text, int cursor)>;

    const QString& text() const { return m_editor.text(); }
    qsizetype cursor() const { return m_editor.cursor(); }
    bool isEmpty() const { return m_editor.isEmpty(); }

    /// Another room: its draft is put in, its history taken.
    void enterRoom(RoomId room, const QString& draft);
    /// The draft changed elsewhere, while nothing is being written here.
    void setText(const QString& text);
    void clear();
    /// What is worth keeping and telling others: nothing while a command or an old message is being written.
    QString draft() const;
    /// A message is being written, not a command.
    bool isWritingMessage() const;

    void type(QStringView text)
    {
        change([&] { m_editor.insert(text); });
    }
    void paste(QStringView text)
    {
        change([&] { m_editor.insert(text, false); });
    }
    void apply(EditAction action)
    {
        change([&] { m_editor.apply(action); });
    }

    /// The next (1) or previous (-1) candidate in place of the word at the cursor; the first call asks what there is.
    void complete(int step, const Complete& ask);
    const client::Completions& completions() const { return m_completions; }
    int candidate() const { return m_candidate; }

    void startEditing(const Editing& editing);
    const std::optional<Editing>& editing() const { return m_editing; }
    /// The newest line of the room's history was a command: Up should bring it back.
    bool lastWasCommand() const;

    /// Leaves completion (bringing the typed word back), else editing. False when there was neither.
    bool cancel();
    /// Hands the text out and starts anew.
    QString take();
    /// The text stays; only the history gets it.
    void remember();

private:
    template <typename Change>
    void change(const Change& run)
    {
        m_completions = {};
        run();
    }

    LineEditor m_editor;
    std::map<RoomId, History> m_histories;
    RoomId m_room;
    client::Completions m_completions;
    int m_candidate = 0;
    QString m_typedText; // before completion
    qsizetype m_typedCursor = 0;
    std::optional<Editing> m_editing;
};

} // namespace confab::tui
