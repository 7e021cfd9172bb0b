// Turns one item of a timeline into screen lines: time, name, bar, text.
#include "client-tui/views/TimelineRenderer.h"

#include "client-tui/layout/ScreenLayout.h"
#include "client-tui/term/Grapheme.h"
#include "client-tui/views/MessageBody.h"
#include "shared/client/Explain.h"
#include "shared/client/text/DisplayTime.h"
#include "shared/client/text/Markdown.h"
#include "shared/client/text/Sanitiser.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::PendingState;
using client::RowKind;
using client::TimelineRow;
using protocol::Severity;

namespace {

constexpr int namesInBurst = 3;

Piece plain(const QString& text, const Style& style) { return Piece{text, style, {}, {}}; }

/// The sign in the name's place of a line nobody said.
QString signOf(const TimelineRow& row)
{
    switch (row.kind) {
    case RowKind::Join:
        return u"→"_s;
    case RowKind::Leave:
        return u"←"_s;
    case RowKind::Kick:
        return u"×"_s;
    case RowKind::System:
        return row.severity == Severity::Info ? u"•"_s : row.severity == Severity::Warning ? u"!"_s : u"!!"_s;
    case RowKind::Unknown:
        return u"?"_s;
    default:
        return u"•"_s;
    }
}

Style severityStyle(const Theme& theme, Severity severity)
{
    return severity == Severity::Info ? theme.dim : severity == Severity::Warning ? theme.warning : theme.alert;
}

QString severityWord(Severity severity)
{
    return severity == Severity::Info ? QString() : severity == Severity::Warning ? u"Warning: "_s : u"Alert: "_s;
}

QString firstLine(const QString& text) { return client::plainText(client::parseMarkdown(text.left(400))).section(u'\n', 0, 0); }

} // namespace

TimelineColumns TimelineColumns::forWidth(int width)
{
    TimelineColumns columns;
    columns.width = width;
    columns.nick = width < 50 ? 6 : width < 64 ? 8 : width < 76 ? 10 : 12;
    // One column stays free at the right edge, so that text never touches a pane.
    columns.text = std::clamp(width - columns.prefix() - 1, 8, ScreenLayout::textColumnsLimit);
    return columns;
}

TimelineRenderer::TimelineRenderer(client::Store& store, const client::TimelineModel& model)
    : m_store(store)
    , m_model(model)
{
}

void TimelineRenderer::setTheme(const Theme& theme)
{
    m_theme = theme;
    forget();
}

void TimelineRenderer::setColumns(TimelineColumns columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    m_cache.clear();
}

void TimelineRenderer::forget()
{
    m_mentions = client::MentionFinder({m_store.self().name, m_store.self().display});
    m_cache.clear();
}

RenderedItem TimelineRenderer::render(const TimelineItem& item, const QList<LocalLine>& locals)
{
    if (item.isLocal())
        return {localLines(locals.at(item.local)), 0};
    const Key key = keyOf(item);
    // Pending and unfinished rows change without a new rev; they are few.
    const TimelineRow& row = m_model.line(item.first);
    const bool isSettled = !row.isPending() && !row.change && !row.replyTo && item.first == item.last;
    if (isSettled) {
        if (const RenderedItem* known = m_cache.object(key))
            return *known;
    }

    RenderedItem rendered;
    if (m_model.startsDay(item.first)) {
        const qint64 now = m_store.clock().now().value();
        rendered.lines.append(rule(client::dayLabel(row.ts.value(), now), m_theme.dayLine));
    }
    if (m_unreadRow >= item.first && m_unreadRow <= item.last)
        rendered.lines.append(rule(u"new"_s, m_theme.unreadLine));
    rendered.lead = rendered.height();
    rendered.lines.append(content(item));
    if (isSettled)
        m_cache.insert(key, new RenderedItem(rendered));
    return rendered;
}

Pieces TimelineRenderer::rule(const QString& words, const Style& style) const
{
    const int columns = std::min(m_columns.width, m_columns.prefix() + m_columns.text) - 2;
    const int around = columns - textWidth(words) - 2;
    if (around < 4)
        return {plain(u" "_s + elided(words, columns), style)};
    const int left = around / 2;
    return {plain(u" "_s + QString(left, u'─') + u' ' + words + u' ' + QString(around - left, u'─'), style)};
}

TimelineRenderer::Key TimelineRenderer::keyOf(const TimelineItem& item) const
{
    const TimelineRow& row = m_model.line(item.first);
    const bool isUnread = m_unreadRow == item.first;
    const bool hidesTime = item.first > 0 && row.ts.value() / 60'000 == m_model.line(item.first - 1).ts.value() / 60'000;
    const qint64 flags = (m_model.startsDay(item.first) ? 1 : 0) | (m_model.startsGroup(item.first) || item.isBelowLocal ? 2 : 0) | (isUnread ? 4 : 0)
        | (hidesTime ? 8 : 0) | (row.deleted ? 16 : 0) | (row.edited ? 32 : 0);
    const auto words = static_cast<qint64>(qHashMulti(0, row.name, row.text));
    // Day labels say "Today": they change with the day.
    const qint64 today = client::localDay(m_store.clock().now().value()).toJulianDay();
    return {row.seq.value(), row.rev.value(), flags ^ (words << 8) ^ (today << 16)};
}

QList<Pieces> TimelineRenderer::content(const TimelineItem& item) const
{
    const TimelineRow& row = m_model.line(item.first);
    if (item.last > item.first)
        return burst(item);
    if (row.kind == RowKind::Gap)
        return gap(row);
    if (row.isTalk())
        return talk(item.first, item.isBelowLocal);
    return service(row);
}

QList<Pieces> TimelineRenderer::talk(int index, bool isBelowLocal) const
{
    const TimelineRow& row = m_model.line(index);
    const bool isAction = row.kind == RowKind::Action;
    const bool startsGroup = m_model.startsGroup(index) || isAction || isBelowLocal;
    const bool isPending = row.isPending() && row.pending != PendingState::Failed;
    const bool isFailed = row.pending == PendingState::Failed;

    BodyOptions options{.columns = m_columns.text,
        .base = isPending ? m_theme.pending : m_theme.text,
        .mentions = row.mentionsMe ? &m_mentions : nullptr,
        .linkGroup = QString::number(row.seq.value())};
    QString text = row.text;
    const bool isBeingEdited = row.change && row.change->kind == client::PendingKind::Edit;
    if (isBeingEdited)
        text = row.change->text;
    if (row.pending == PendingState::Waiting)
        options.ending = plain(u"(waiting)"_s, m_theme.dim);
    else if (row.change && row.change->state != PendingState::Failed)
        options.ending = plain(isBeingEdited ? u"(saving)"_s : u"(deleting)"_s, m_theme.dim);
    else if (row.edited && !row.deleted)
        options.ending = plain(u"(edited)"_s, m_theme.dim);

    QList<Pieces> body;
    if (row.replyTo)
        body.append(quoteOf(*row.replyTo));
    if (row.deleted) {
        Style gone = m_theme.dim;
        gone.italic = true;
        body.append(Pieces{plain(u"message deleted"_s, gone)});
    } else {
        body.append(layOutBody(m_theme, text, options));
    }
    if (isFailed)
        addFailure(body, u"not sent"_s, row.error);
    if (row.change && row.change->state == PendingState::Failed)
        addFailure(body, isBeingEdited ? u"not changed"_s : u"not deleted"_s, row.change->error);

    const Style nickStyle = row.own ? m_theme.ownNick : m_theme.nick(row.by);
    const bool sameMinute = !startsGroup && index > 0 && row.ts.value() / 60'000 == m_model.line(index - 1).ts.value() / 60'000;
    const QString time = isPending ? u"  ◷  "_s : isFailed ? u"  ✗  "_s : sameMinute ? QString() : client::clockLabel(row.ts.value());
    const Style timeStyle = isFailed ? m_theme.failed : m_theme.time;
    Pieces start = prefix(time, timeStyle, !startsGroup ? QString() : isAction ? u"*"_s : row.name, nickStyle);
    if (isAction)
        body.first().prepend(plain(row.name + u' ', nickStyle));
    return withPrefix(start, body, row.mentionsMe ? m_theme.mention : m_theme.border, row.mentionsMe ? u"┃"_s : u"│"_s);
}

QList<Pieces> TimelineRenderer::service(const TimelineRow& row) const
{
    const bool isSystem = row.kind == RowKind::System;
    const Style style = isSystem ? severityStyle(m_theme, row.severity) : m_theme.dim;
    const QString text = (isSystem ? severityWord(row.severity) : QString()) + row.text;
    return withPrefix(prefix(client::clockLabel(row.ts.value()), m_theme.time, signOf(row), style),
        wrapped({plain(text, style)}, m_columns.text), m_theme.border);
}

QList<Pieces> TimelineRenderer::burst(const TimelineItem& item) const
{
    // The last word counts: who came and went again is not worth a mention twice.
    QList<UserId> joined;
    QList<UserId> left;
    for (int i = item.first; i <= item.last; ++i) {
        const TimelineRow& row = m_model.line(i);
        for (const UserId person : row.people) {
            joined.removeAll(person);
            left.removeAll(person);
            (row.kind == RowKind::Join ? joined : left).append(person);
        }
    }
    QStringList sentences;
    if (!joined.isEmpty())
        sentences += peopleText(joined) + u" joined"_s;
    if (!left.isEmpty())
        sentences += peopleText(left) + u" left"_s;
    const TimelineRow& row = m_model.line(item.last);
    const QString sign = left.isEmpty() ? u"→"_s : joined.isEmpty() ? u"←"_s : u"⇄"_s;
    return withPrefix(prefix(client::clockLabel(row.ts.value()), m_theme.time, sign, m_theme.dim),
        wrapped({plain(sentences.join(u" · "_s), m_theme.dim)}, m_columns.text), m_theme.border);
}

QList<Pieces> TimelineRenderer::gap(const TimelineRow& row) const
{
    const qint64 count = row.until.value() - row.seq.value() + 1;
    return {rule(count == 1 ? u"1 line not loaded"_s : u"about %1 lines not loaded"_s.arg(count), m_theme.dim)};
}

QList<Pieces> TimelineRenderer::localLines(const LocalLine& line) const
{
    const bool isPlain = line.severity == Severity::Info;
    const Style style = isPlain ? m_theme.text : severityStyle(m_theme, line.severity);
    const QString sign = isPlain ? u"»"_s : line.severity == Severity::Warning ? u"!"_s : u"!!"_s;
    QList<Pieces> body;
    for (const QString& one : line.text.split(u'\n'))
        body.append(wrapped({plain(one, style)}, m_columns.text));
    return withPrefix(
        prefix(client::clockLabel(line.ts.value()), m_theme.time, sign, isPlain ? m_theme.good : style), body, m_theme.border);
}

QList<Pieces> TimelineRenderer::withPrefix(const Pieces& first, const QList<Pieces>& body, const Style& bar, const QString& barGlyph) const
{
    const Pieces rest = prefix({}, m_theme.time, {}, m_theme.text);
    const Piece divider = plain(u" "_s + barGlyph + u' ', bar);
    QList<Pieces> lines;
    for (const Pieces& line : body)
        lines.append((lines.isEmpty() ? first : rest) + Pieces{divider} + line);
    return lines;
}

Pieces TimelineRenderer::prefix(const QString& time, const Style& timeStyle, const QString& nick, const Style& nickStyle) const
{
    const QString shown = elided(nick, m_columns.nick);
    return {plain(u" "_s + padded(time, 5) + u' ' + QString(m_columns.nick - textWidth(shown), u' '), timeStyle), plain(shown, nickStyle)};
}

Pieces TimelineRenderer::quoteOf(Seq seq) const
{
    const client::Timeline& timeline = m_store.timeline(m_model.room());
    const int index = timeline.indexOf(seq);
    QString text = u"an older message"_s;
    if (index >= 0) {
        const TimelineRow& row = timeline.at(index);
        text = row.name + u": "_s + (row.deleted ? u"message deleted"_s : firstLine(row.text));
    }
    return {plain(elided(u"↪ "_s + text, m_columns.text), m_theme.dim)};
}

void TimelineRenderer::addFailure(QList<Pieces>& body, const QString& what, const Error& error) const
{
    QString why = client::explain(error);
    if (why.endsWith(u'.'))
        why.chop(1);
    const QString words = what + u": "_s + why + u" · /retry or /discard"_s;
    body.append(wrapped({plain(words, m_theme.failed)}, m_columns.text));
}

QString TimelineRenderer::peopleText(const QList<UserId>& people) const
{
    QStringList names;
    for (const UserId person : people.first(std::min<qsizetype>(people.size(), namesInBurst)))
        names += m_store.displayName(person);
    const qsizetype others = people.size() - names.size();
    if (others > 0)
        return names.join(u", "_s) + (others == 1 ? u" and 1 other"_s : u" and %1 others"_s.arg(others));
    if (names.size() < 2)
        return names.join(QString());
    const QString last = names.takeLast();
    return names.join(u", "_s) + u" and "_s + last;
}

} // namespace confab::tui
