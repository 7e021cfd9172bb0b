// One account's rooms, messages, people and message field in a row that fits any width from 640 pixels up.
#pragma once

#include "client-desktop/theme/Look.h"
#include "client-desktop/views/composer/Composer.h"
#include "client-desktop/views/panes/ConnectionBanner.h"
#include "client-desktop/views/panes/EmptyPage.h"
#include "client-desktop/views/panes/PeoplePane.h"
#include "client-desktop/views/panes/RoomHeader.h"
#include "client-desktop/views/panes/RoomPane.h"
#include "client-desktop/views/panes/TypingLine.h"
#include "client-desktop/views/timeline/TimelineView.h"

#include <QSplitter>
#include <QStackedWidget>

namespace confab::desktop {

/// What the person wants to see; the page shows less where there is no room for it.
struct PaneChoice {
    bool showsPeople = true;
    bool showsRoomNames = true; ///< false: the rail of icons
    QByteArray splitter = {};   ///< as given by ChatPage::choice()
};

/// Puts the views together and knows no client: whoever owns the page connects the views. Main thread.
class ChatPage : public QWidget {
    Q_OBJECT
public:
    /// `store` and `look` outlive it.
    ChatPage(client::Store& store, const Look& look, const PaneChoice& choice, QWidget* parent = nullptr);

    RoomPane& rooms() const { return *m_rooms; }
    RoomHeader& header() const { return *m_header; }
    TimelineView& timeline() const { return *m_timeline; }
    Composer& composer() const { return *m_composer; }
    PeoplePane& people() const { return *m_people; }
    ConnectionBanner& banner() const { return *m_banner; }

    /// In all views at once; not valid: the page that says how to find one. Drafts are the owner's to put in.
    void showRoom(RoomId room);
    RoomId room() const { return m_room; }

    PaneChoice choice() const;
    /// Turns a pane on or off. On a page too narrow for it, it is shown all the same, until the width changes its mind again.
    void togglePeople();
    void toggleRoomNames();
    bool showsPeople() const;
    bool showsRoomNames() const;
    /// The next (1) or previous (-1) of rooms, messages, message field, people.
    void focusPane(int step);
    void focusComposer();

Q_SIGNALS:
    /// A pane was shown or hidden.
    void panesChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeMiddle(client::Store& store, const Look& look);
    void fit();
    void setCompact(bool isCompact);
    QList<QWidget*> panes() const;

    RoomPane* m_rooms = nullptr;
    RoomHeader* m_header = nullptr;
    TimelineView* m_timeline = nullptr;
    TypingLine* m_typing = nullptr;
    Composer* m_composer = nullptr;
    PeoplePane* m_people = nullptr;
    ConnectionBanner* m_banner = nullptr;
    QStackedWidget* m_stack = nullptr;
    QSplitter* m_splitter = nullptr;
    PaneChoice m_choice;
    RoomId m_room;
    int m_roomsWidth = 0; // before the rail
    bool m_hasPeopleFit = true;
    bool m_hasNamesFit = true;
    bool m_showsPeopleAnyway = false; // asked for where it does not fit
    bool m_showsNamesAnyway = false;
};

} // namespace confab::desktop
