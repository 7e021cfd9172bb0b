// Which actions apply to which rows.
#include "client-desktop/views/timeline/RowActions.h"

#include <QCoreApplication>

namespace confab::desktop {

using client::PendingState;
using client::RowKind;
using client::TimelineRow;

namespace {

bool hasFailed(const TimelineRow& row)
{
    return row.pending == PendingState::Failed || (row.change && row.change->state == PendingState::Failed);
}

} // namespace

QList<RowAction> actionsFor(const RowContent& content, const RowRights& rights)
{
    const TimelineRow& row = content.row;
    if (row.kind == RowKind::Gap)
        return {RowAction::LoadGap};
    if (!row.isTalk())
        return content.sentence.isEmpty() ? QList<RowAction>{} : QList<RowAction>{RowAction::CopyText};
    QList<RowAction> actions;
    if (hasFailed(row))
        actions += {RowAction::Retry, RowAction::EditPending};
    const bool isLogged = !row.isPending();
    if (isLogged && !row.deleted)
        actions += RowAction::Reply;
    if (row.replyTo && !row.deleted)
        actions += RowAction::GoToQuoted;
    if (isLogged && row.own && !row.deleted && !row.change)
        actions += RowAction::Edit;
    if (!row.deleted)
        actions += RowAction::CopyText;
    if (hasFailed(row) || row.pending == PendingState::Waiting)
        actions += RowAction::Discard;
    if (isLogged && !row.deleted && !row.change && (row.own || rights.deletesOthers))
        actions += RowAction::Delete;
    return actions;
}

QString labelOf(RowAction action)
{
    const auto tr = [](const char* words) { return QCoreApplication::translate("Timeline", words); };
    switch (action) {
    case RowAction::Reply:
        return tr("Reply");
    case RowAction::GoToQuoted:
        return tr("Go to the message it answers");
    case RowAction::Edit:
    case RowAction::EditPending:
        return tr("Edit");
    case RowAction::CopyText:
        return tr("Copy text");
    case RowAction::Retry:
        return tr("Retry");
    case RowAction::Discard:
        return tr("Discard");
    case RowAction::Delete:
        return tr("Delete");
    case RowAction::LoadGap:
        return tr("Load missing messages");
    case RowAction::ShowAll:
        return tr("Show the whole message");
    }
    return {};
}

std::optional<RowAction> defaultAction(const RowContent& content)
{
    if (content.row.kind == RowKind::Gap)
        return RowAction::LoadGap;
    if (hasFailed(content.row))
        return RowAction::Retry;
    return content.row.isTalk() && !content.isExpanded ? std::optional(RowAction::ShowAll) : std::nullopt;
}

} // namespace confab::desktop
