// How a person is drawn in the list of people: presence, name, status, role.
#pragma once

#include "client-desktop/delegates/SectionDelegate.h"

namespace confab::desktop {

/// On PeopleRows.
class MemberDelegate final : public SectionDelegate {
    Q_OBJECT
public:
    using SectionDelegate::SectionDelegate;

protected:
    QString heading(const QModelIndex& index) const override;
    bool startsGroup(const QModelIndex& index) const override;
    void paintRow(const Row& row) const override;
};

} // namespace confab::desktop
