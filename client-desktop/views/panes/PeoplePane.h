// The people of the open room at the right: who is here, away and gone.
#pragma once

#include "client-desktop/delegates/MemberDelegate.h"
#include "client-desktop/delegates/PeopleRows.h"

#include <QWidget>

namespace confab::desktop {

class ElidedLabel;
class FilterField;
class PaneList;

/// Follows the store's members of one room. Its focus proxy is the list.
class PeoplePane final : public QWidget {
    Q_OBJECT
public:
    /// From so many people on the pane has a filter.
    static constexpr int filterFrom = 16;

    /// `store` and `look` outlive it.
    PeoplePane(client::Store& store, const Look& look, QWidget* parent = nullptr);
    ~PeoplePane() override;

    /// An invalid id empties it.
    void setRoom(RoomId room);
    RoomId room() const { return m_model.room(); }

    QSize sizeHint() const override;

Q_SIGNALS:
    /// Open a direct talk with this person. Never oneself.
    void personChosen(confab::UserId person);
    void mentionRequested(confab::UserId person);

private:
    void build(const Look& look);
    void choose(const QModelIndex& index);
    void openMenu(const QModelIndex& index, const QPoint& globalPos);
    void showCount();

    client::Store& m_store;
    client::MemberListModel m_model;
    PeopleRows m_rows;
    MemberDelegate m_delegate;
    ElidedLabel* m_heading = nullptr;
    FilterField* m_filter = nullptr;
    PaneList* m_list = nullptr;
};

} // namespace confab::desktop
