// Puts the parts of a row into one sentence.
#include "client-desktop/views/timeline/RowWords.h"

#include "shared/client/Explain.h"
#include "shared/client/text/DisplayTime.h"
#include "shared/client/text/Markdown.h"
#include "shared/client/text/Sanitiser.h"

#include <QCoreApplication>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using client::PendingKind;
using client::PendingState;
using client::RowKind;
using client::TimelineRow;

namespace {

constexpr qsizetype spokenLength = 4000;

QString inWords(const char* words) { return QCoreApplication::translate("Timeline", words); }

QString sendingState(const TimelineRow& row)
{
    switch (row.pending) {
    case PendingState::None:
        return {};
    case PendingState::Waiting:
        return inWords("waiting to be sent");
    case PendingState::Sending:
    case PendingState::Sent:
        return inWords("sending");
    case PendingState::Failed:
        return inWords("not sent: %1").arg(client::explain(row.error));
    }
    return {};
}

QString changeState(const TimelineRow& row)
{
    if (!row.change)
        return {};
    const bool isEdit = row.change->kind == PendingKind::Edit;
    if (row.change->state == PendingState::Failed)
        return (isEdit ? inWords("not changed: %1") : inWords("not deleted: %1")).arg(client::explain(row.change->error));
    return isEdit ? inWords("saving the change") : inWords("deleting");
}

QString severityWord(const TimelineRow& row)
{
    if (row.kind != RowKind::System || row.severity == protocol::Severity::Info)
        return {};
    return row.severity == protocol::Severity::Warning ? inWords("Warning") : inWords("Alert");
}

} // namespace

QString spokenText(const RowContent& content)
{
    const TimelineRow& row = content.row;
    if (row.kind == RowKind::Gap)
        return inWords("%1 messages not loaded").arg(row.until.value() - row.seq.value() + 1);
    if (!row.isTalk())
        return content.sentence.isEmpty() ? row.text : content.sentence;
    if (row.deleted)
        return inWords("message deleted");
    const bool isEdit = row.change && row.change->kind == PendingKind::Edit;
    return client::plainText(client::parseMarkdown((isEdit ? row.change->text : row.text).left(spokenLength)));
}

QString spokenName(const RowContent& content)
{
    const TimelineRow& row = content.row;
    if (row.kind == RowKind::Gap)
        return spokenText(content);
    const QString what = row.kind == RowKind::Action ? row.name + u' ' + spokenText(content) : spokenText(content);
    QStringList parts;
    for (const QString& part : {row.kind == RowKind::Message ? row.name : severityWord(row), what, client::clockLabel(row.ts.value()),
             row.edited && !row.deleted ? inWords("edited") : QString(), sendingState(row), changeState(row),
             row.mentionsMe && !row.deleted ? inWords("mentions you") : QString(),
             content.isLocal ? inWords("only you see this") : QString()}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    return client::withoutIsolates(parts.join(u", "_s));
}

QString spokenDescription(const RowContent& content)
{
    QStringList parts;
    if (content.isFirstUnread)
        parts.append(inWords("New messages begin here"));
    if (!content.day.isEmpty())
        parts.append(content.day);
    if (!content.quoteText.isEmpty())
        parts.append(
            inWords("Answers %1").arg(content.quoteName.isEmpty() ? content.quoteText : content.quoteName + u": "_s + content.quoteText));
    return parts.join(u". "_s);
}

} // namespace confab::desktop
