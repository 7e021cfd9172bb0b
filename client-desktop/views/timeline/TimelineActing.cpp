// What a person can do with a row: by key, by menu, by clicking in it, by the bar at its corner.
#include "client-desktop/views/timeline/HoverBar.h"
#include "client-desktop/views/timeline/TimelinePointer.h"
#include "client-desktop/views/timeline/TimelineView.h"
#include "shared/client/text/Markdown.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include <algorithm>

namespace confab::desktop {

namespace {

constexpr int linksInMenu = 6;
constexpr int lettersOfLink = 48;

QStringList linksOf(const MessageLayout& layout)
{
    QStringList found;
    for (const Part& part : layout.parts()) {
        for (const LinkRange& link : part.links) {
            if (!found.contains(link.target) && found.size() < linksInMenu)
                found.append(link.target);
        }
    }
    return found;
}

/// A target as part of a menu's words: short, and an "&" of its own is no shortcut.
QString inMenu(const QString& target)
{
    const QString shown = target.size() > lettersOfLink ? target.left(lettersOfLink) + u'…' : target;
    return QString(shown).replace(u'&', QStringLiteral("&&"));
}

} // namespace

QList<RowAction> TimelineView::actionsOf(int row) const { return actionsFor(m_scene->lines().content(row), rights()); }

void TimelineView::act(RowAction action, int row)
{
    if (row < 0 || row >= m_scene->lines().count())
        return;
    const RowContent content = m_scene->lines().content(row);
    const client::TimelineRow& line = content.row;
    const bool applies = action == RowAction::ShowAll || actionsOf(row).contains(action);
    if (!applies)
        return;
    const ClientId pending = line.change ? line.change->c : line.c.value_or(ClientId());
    switch (action) {
    case RowAction::Reply:
        return replyRequested(line.seq);
    case RowAction::Edit:
        return editRequested(line.seq);
    case RowAction::Delete:
        return deleteRequested(line.seq);
    case RowAction::Retry:
        return retryRequested(pending);
    case RowAction::EditPending:
        return editPendingRequested(pending);
    case RowAction::Discard:
        return discardRequested(pending);
    case RowAction::LoadGap:
        return gapWanted(line.seq, line.until);
    case RowAction::GoToQuoted:
        if (!showMessage(*line.replyTo))
            Q_EMIT messageWanted(*line.replyTo);
        return;
    case RowAction::CopyText:
        return QApplication::clipboard()->setText(m_scene->layout(row).text());
    case RowAction::ShowAll:
        return m_scene->lines().setExpanded(m_scene->lines().keyOf(row));
    }
}

RowRights TimelineView::rights() const
{
    const client::Room* state = m_store.room(room());
    return {m_store.selfRole() >= protocol::ServerRole::Staff || (state && state->role >= protocol::RoomRole::Admin)};
}

void TimelineView::activateZone(int row, ZoneKind kind, const QString& text)
{
    switch (kind) {
    case ZoneKind::Retry:
        return act(RowAction::Retry, row);
    case ZoneKind::EditPending:
        return act(RowAction::EditPending, row);
    case ZoneKind::CopyText:
        return act(RowAction::CopyText, row);
    case ZoneKind::Discard:
        return act(RowAction::Discard, row);
    case ZoneKind::LoadGap:
        return act(RowAction::LoadGap, row);
    case ZoneKind::ShowAll:
        return act(RowAction::ShowAll, row);
    case ZoneKind::CopyCode:
        return QApplication::clipboard()->setText(text);
    case ZoneKind::GoToQuoted:
        return act(RowAction::GoToQuoted, row);
    case ZoneKind::None:
        return;
    }
}

void TimelineView::addLinks(QMenu& menu, const QStringList& links)
{
    const bool isOne = links.size() == 1;
    for (const QString& link : links) {
        menu.addAction(isOne ? tr("Open link") : tr("Open %1").arg(inMenu(link)), this, [this, link] { openLink(link); });
        menu.addAction(
            isOne ? tr("Copy link") : tr("Copy %1").arg(inMenu(link)), this, [link] { QApplication::clipboard()->setText(link); });
    }
}

/// Spans carry safe targets only; asked again because this is the door out.
void TimelineView::openLink(const QString& target)
{
    if (const QString safe = client::safeLinkTarget(target); !safe.isEmpty())
        Q_EMIT linkActivated(QUrl(safe, QUrl::StrictMode));
}

void TimelineView::showMenu(int row, const QString& link, QPoint globalPosition)
{
    if (row < 0 || row >= m_scene->lines().count())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const RowKey key = m_scene->lines().keyOf(row);
    addLinks(*menu, link.isEmpty() ? linksOf(m_scene->layout(row)) : QStringList{link});
    if (!m_selection.isEmpty())
        menu->addAction(tr("Copy selection"), this, &TimelineView::copySelection);
    for (const RowAction action : actionsOf(row)) {
        menu->addAction(labelOf(action), this, [this, key, action] {
            // The menu may have been open for long.
            if (const int now = m_scene->lines().rowOf(key); now >= 0)
                act(action, now);
        });
    }
    for (const Zone& zone : m_scene->layout(row).zones()) {
        if (zone.kind == ZoneKind::CopyCode)
            menu->addAction(tr("Copy code"), this, [text = zone.text] { QApplication::clipboard()->setText(text); });
    }
    if (menu->isEmpty())
        menu->deleteLater();
    else
        menu->popup(globalPosition);
}

/// At the far end of the row's top edge, while the pointer is over a message that can be answered.
void TimelineView::placeHoverBar()
{
    const int row = m_pointer->hoveredRow();
    if (row < 0 || row >= m_scene->lines().count() || m_pointer->isDragging() || !actionsOf(row).contains(RowAction::Reply)) {
        m_hoverBar->hide();
        return;
    }
    const TimelineStyle& style = m_scene->style();
    const QSize size = m_hoverBar->sizeHint();
    // Beside the text where there is room, else over its end.
    const int fromStart =
        std::min(int(style.textLeft + style.textWidth + style.letter), viewport()->width() - size.width() - int(style.margin));
    const int left = style.isMirrored ? viewport()->width() - fromStart - size.width() : fromStart;
    const int top = m_scene->yOf(row) + int(m_scene->layout(row).bodyTop()) - size.height() / 3;
    m_hoverBar->setGeometry(QRect(QPoint(left, std::max(0, top)), size));
    m_hoverBar->show();
}

} // namespace confab::desktop
