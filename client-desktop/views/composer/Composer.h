// Where a message is written: text, completion, an old message being changed, a reply, and what was sent before.
#pragma once

#include "client-desktop/theme/Look.h"
#include "client-desktop/views/composer/SentLines.h"
#include "shared/base/Ids.h"
#include "shared/client/commands/Completions.h"

#include <QLabel>
#include <QPointer>
#include <QWidget>

#include <functional>
#include <map>
#include <optional>

namespace confab::desktop {

class ComposerInput;
class ComposerStrip;
class SendButton;
class SuggestionPopup;

/// Knows no server: the owner posts what take() hands out. Enter sends, Shift+Enter or Ctrl+Enter begins a line; Tab leaves the field
/// unless the word at the cursor begins with a sign that completes (a command, @, #, :). Main thread.
class Composer : public QWidget {
    Q_OBJECT
public:
    /// An own message being changed.
    struct Editing {
        Seq of;
        QString original;
        int nth = 1; ///< the n-th last own message
    };
    using Complete = std::function<client::Completions(QStringView text, int cursor)>;

    /// `look` outlives it.
    explicit Composer(const Look& look, QWidget* parent = nullptr);
    ~Composer() override;

    void setCompleter(Complete complete);
    /// "Message #general"; any text, drawn as it is.
    void setPlaceholder(const QString& text);

    /// Another room: its draft is put in; editing, reply, suggestions and questions end.
    void enterRoom(RoomId room, const QString& draft);
    /// Replaces the input, the cursor at its end: the draft changed elsewhere, or there is a command to be finished. Before a command a
    /// message that was being written steps aside and comes back behind it. Ends editing: who follows a draft waits for its end.
    void setText(const QString& text);
    QString text() const;
    /// The next letter replaces everything.
    void selectAll();
    /// Done with what is being written: leaves editing and reply, empties the input (a draft that stepped aside comes back) and starts
    /// undo anew.
    void clear();
    /// Hands the text out, remembers it in the room's history unless it was an edit, then does what clear() does.
    QString take();
    /// The text stays; only the history gets it: for commands that may lead to another room.
    void remember();
    /// What is worth keeping and telling others: nothing of a command or of an old message, but the draft that waits behind one.
    QString draft() const;
    /// A message is being written: not a command, nothing old, not nothing.
    bool isWritingMessage() const;

    /// A text that stood in the input waits until the edit is over. Ends a reply.
    void startEditing(const Editing& editing);
    const std::optional<Editing>& editing() const { return m_editing; }
    /// Both texts are plain and safe. Ends editing.
    void startReply(Seq to, const QString& who, const QString& firstWords);
    std::optional<Seq> replyTo() const { return m_replyTo; }
    /// Leaves the first there is of: suggestions, a question about a paste, editing and reply, a command that a draft waits for. False when
    /// there was nothing.
    bool cancel();

    /// Typed elsewhere: goes in at the cursor, and the keyboard comes here.
    void insertText(const QString& text);
    void setInputEnabled(bool isEnabled);

Q_SIGNALS:
    /// By the person: typed, pasted, completed, undone; not by the functions above, but for insertText().
    void textEdited();
    /// There is something that may be sent: a text that is not blank and not too long, or any edit that is not too long.
    void sendRequested();
    /// Answered with startEditing(), or not at all when there is no such message.
    void editLastRequested(int nth);
    /// Editing, a reply, or the command that a draft waited for was given up.
    void cancelled();
    /// There was nothing to cancel.
    void escapePressed();
    /// Positive: towards newer messages. Ctrl+Home asks for very many pages up.
    void scrollRequested(double pages);
    /// To the newest message: Ctrl+End, or Enter on nothing.
    void latestRequested();
    /// Not put in: the strip asks what to do with it, or with as much of its beginning as the input can hold.
    void largePaste(const QString& text);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool event(QEvent* event) override;

private:
    /// A word that begins with a sign; UTF-16 units into the text.
    struct TriggerWord {
        int start = 0;
        int length = 0;
        QChar sign;
    };

    void buildParts();
    void connectParts();
    void fitParts();
    void followWindow();
    void refreshStrip();
    void refreshLimit();
    void applyColors();

    // ---- keys (ComposerKeys.cpp) ----
    bool onKey(const QKeyEvent& key);
    bool wantsKey(const QKeyEvent& key) const;
    bool onPopupKey(const QKeyEvent& key);
    /// The first candidate is what stands there, letter for letter.
    bool isTypedOut() const;
    bool onEnter(const QKeyEvent& key);
    bool onTab(const QKeyEvent& key);
    bool onVertical(const QKeyEvent& key);
    bool onOneLineKey(const QKeyEvent& key);
    void requestSend();
    void walkHistory(bool older);

    // ---- completion (ComposerKeys.cpp) ----
    std::optional<TriggerWord> triggerWord() const;
    void suggest();
    void offer(const client::Completions& found);
    QRect besideWord(int start) const;
    void movePopup();
    void accept(int row);
    void complete(const client::Completions& found, int row);
    bool hasPopup() const;
    void closePopup();

    void onTextChanged();
    void onCursorMoved();
    void put(const QString& text);
    void bringDraftBack();
    void onLargePaste(const QString& text);
    void answerPaste(bool asCode);
    void closeQuestion();
    bool isUntouched() const;

    const Look& m_look;
    ComposerStrip* m_strip = nullptr;
    ComposerInput* m_input = nullptr;
    QLabel* m_counter = nullptr;
    SendButton* m_send = nullptr;
    QPointer<SuggestionPopup> m_popup; // child of the window
    QPointer<QWidget> m_window;
    Complete m_complete;

    std::map<RoomId, SentLines> m_sent;
    RoomId m_room;
    std::optional<Editing> m_editing;
    QString m_waitingDraft; // behind an edit or a command
    std::optional<Seq> m_replyTo;
    QString m_replyWho;
    QString m_replyWords;
    QString m_pasted;
    QString m_knownText;      // to tell edits from other changes of the document
    QString m_untouched;      // an old message as it was put in
    int m_dismissed = -1;     // the word whose suggestions were sent away begins here
    bool m_isSetting = false; // the text changes by our hand
    bool m_isWalking = false; // through the history
};

} // namespace confab::desktop
