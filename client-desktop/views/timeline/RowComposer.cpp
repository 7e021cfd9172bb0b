// Lays a row out from top to bottom as for left-to-right windows, then mirrors it where needed.
#include "client-desktop/views/timeline/RowComposer.h"

#include "client-desktop/views/timeline/BodyComposer.h"
#include "shared/client/Explain.h"
#include "shared/client/text/DisplayTime.h"
#include "shared/client/text/Sanitiser.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QTextBoundaryFinder>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

using namespace Qt::StringLiterals;
using client::PendingState;
using client::RowKind;
using client::TimelineRow;
using protocol::Severity;

namespace {

// What is longer is shown in part until somebody asks for the rest: a wall of text must not bury a conversation.
constexpr qsizetype foldedLength = 8000;
constexpr qsizetype foldedLines = 80;
constexpr qsizetype linesWhenFolded = 60;
constexpr qsizetype lengthWhenFolded = 6000;

QString say(const char* words) { return QCoreApplication::translate("Timeline", words); }

Token tokenOf(Severity severity)
{
    return severity == Severity::Info ? Token::Quiet : severity == Severity::Warning ? Token::Warning : Token::Alert;
}

QString initialOf(const QString& name)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, name);
    const qsizetype end = finder.toNextBoundary();
    return end > 0 ? name.first(end).toUpper() : u"?"_s;
}

QString signOf(const RowContent& content)
{
    switch (content.row.kind) {
    case RowKind::Join:
        return u"→"_s;
    case RowKind::Leave:
    case RowKind::Kick:
        return u"←"_s;
    case RowKind::System:
        return content.isLocal ? u"»"_s : content.row.severity == Severity::Info ? u"•"_s : u"!"_s;
    default:
        return u"•"_s;
    }
}

/// Where to cut a long text, or its length when it is short enough.
qsizetype foldAt(const QString& text)
{
    qsizetype lines = 0;
    qsizetype shown = 0;
    for (qsizetype at = text.indexOf(u'\n'); at >= 0 && lines < foldedLines; at = text.indexOf(u'\n', at + 1)) {
        if (++lines == linesWhenFolded)
            shown = at;
    }
    if (lines < foldedLines && text.size() <= foldedLength)
        return text.size();
    qsizetype cut = std::min(shown > 0 ? shown : text.size(), lengthWhenFolded);
    if (cut < text.size() && text[cut].isLowSurrogate())
        --cut;
    return cut;
}

/// The folded text, with a code block that was cut open closed again.
QString folded(const QString& text, qsizetype cut)
{
    QString part = text.first(cut);
    return part.count("```"_L1) % 2 == 1 ? part + "\n```"_L1 : part;
}

} // namespace

std::unique_ptr<MessageLayout> layOut(const RowContent& content, const TimelineStyle& style)
{
    return RowComposer(content, style).compose();
}

int guessHeight(const TimelineRow& row, const TimelineStyle& style)
{
    if (!row.isTalk())
        return int(style.line * 1.5);
    const qsizetype length = std::min(row.text.size(), lengthWhenFolded);
    const qsizetype breaks = std::min(QStringView(row.text).first(length).count(u'\n'), linesWhenFolded);
    const auto lines = qreal(breaks) + std::ceil(qreal(length + 1) * style.letter / style.textWidth);
    return int(lines * style.advance + style.line * 0.9);
}

RowComposer::RowComposer(const RowContent& content, const TimelineStyle& style)
    : m_content(content)
    , m_style(style)
    , m_layout(std::make_unique<MessageLayout>(content))
{
}

std::unique_ptr<MessageLayout> RowComposer::compose()
{
    if (!m_content.isHidden) {
        addDay();
        addNewLine();
        m_layout->m_bodyTop = m_y;
        if (m_content.row.kind == RowKind::Gap)
            addGap();
        else if (m_content.row.isTalk())
            addTalk();
        else
            addService();
    }
    m_layout->m_height = int(std::ceil(m_y));
    if (m_style.isMirrored)
        mirror();
    return std::move(m_layout);
}

Part& RowComposer::addLine(PartRole role, const QString& text, const QTextCharFormat& format, const QFont& font, QPointF at, qreal width)
{
    Part part;
    part.role = role;
    part.text = flowLine(text, format, {font, m_style.emojiFamily, width, 0, false, false}, part.size);
    part.size.setHeight(QFontMetricsF(font).height());
    part.at = at;
    m_layout->m_parts.push_back(std::move(part));
    return m_layout->m_parts.back();
}

void RowComposer::addDay()
{
    if (m_content.day.isEmpty())
        return;
    m_y += m_style.line * 0.9;
    addRuleWith(PartRole::Day, m_content.day, colored(m_style.color(Token::Quiet)), m_style.color(Token::Separator));
    m_y += m_style.line * 0.35;
}

void RowComposer::addNewLine()
{
    if (!m_content.isFirstUnread)
        return;
    m_y += m_style.line * 0.35;
    addRuleWith(PartRole::New, say("New"), colored(m_style.color(Token::Unread)), m_style.color(Token::Unread));
    m_y += m_style.line * 0.1;
}

/// A line across the timeline with words in its middle.
void RowComposer::addRuleWith(PartRole role, const QString& words, const QTextCharFormat& format, const QColor& color)
{
    const qreal width = m_style.width - 2 * m_style.margin;
    const QFont& font = m_style.smallBold;
    Part& part = addLine(role, words, format, font, {0, m_y}, width);
    part.at.setX(std::round((m_style.width - part.size.width()) / 2));
    const qreal gap = m_style.line * 0.6;
    const qreal middle = std::round(m_y + part.size.height() / 2);
    const qreal left = part.at.x() - gap - m_style.margin;
    if (left > gap) {
        m_layout->m_shapes.append({Shape::Kind::Line, {m_style.margin, middle, left, 1}, color});
        const qreal right = part.at.x() + part.size.width() + gap;
        m_layout->m_shapes.append({Shape::Kind::Line, {right, middle, m_style.width - m_style.margin - right, 1}, color});
    }
    m_y += part.size.height();
}

void RowComposer::addTalk()
{
    const bool isAction = m_content.row.kind == RowKind::Action;
    const bool hasHeader = m_content.startsGroup && !isAction;
    m_y += m_style.line * (m_content.startsGroup ? 0.6 : 0.08);
    const qreal top = m_y;
    if (hasHeader) {
        addDisc();
        addHeader();
    } else if (isAction) {
        addLine(PartRole::Sign, u"*"_s, colored(m_style.theme.nick(m_content.row.by)), m_style.bold,
            {m_style.textLeft - m_style.letter * 1.6, m_y}, m_style.letter * 2);
    }
    if (m_content.row.replyTo)
        addReplied();
    addBody();
    if (hasHeader)
        m_y = std::max(m_y, top + m_style.disc);
    m_y += m_style.line * 0.2;
}

void RowComposer::addDisc()
{
    if (m_style.disc <= 0)
        return;
    const QColor color = m_style.theme.nick(m_content.row.by);
    const QRectF disc(m_style.margin, m_y, m_style.disc, m_style.disc);
    m_layout->m_shapes.append({Shape::Kind::Disc, disc, color});
    Part& part =
        addLine(PartRole::Initial, initialOf(m_content.row.name), colored(m_style.color(Token::Timeline)), m_style.bold, {}, m_style.disc);
    part.at = {disc.center().x() - part.size.width() / 2, std::round(disc.center().y() - part.size.height() / 2)};
}

void RowComposer::addHeader()
{
    const TimelineRow& row = m_content.row;
    const QString time = client::clockLabel(row.ts.value());
    const QFontMetricsF nameMetrics(m_style.bold);
    const QFontMetricsF timeMetrics(m_style.small);
    const qreal gap = m_style.letter * 1.2;
    const qreal room = std::max(m_style.textWidth - timeMetrics.horizontalAdvance(time) - gap, m_style.letter * 3);
    Part& name = addLine(PartRole::Name, row.name, colored(m_style.theme.nick(row.by)), m_style.bold, {m_style.textLeft, m_y}, room);
    const qreal timeLeft = name.at.x() + name.size.width() + gap;
    const qreal timeTop = m_y + nameMetrics.ascent() - timeMetrics.ascent();
    addLine(PartRole::Time, time, colored(m_style.color(Token::Quiet)), m_style.small, {timeLeft, timeTop}, m_style.textWidth);
    m_y += m_style.line * 1.12;
}

void RowComposer::addReplied()
{
    const qreal bar = std::max<qreal>(2, std::round(m_style.line * 0.12));
    const qreal left = m_style.textLeft + bar + m_style.letter;
    const QString name = m_content.quoteName.isEmpty() ? QString() : client::isolated(m_content.quoteName) + u": "_s;
    Part& part = addLine(PartRole::Quote, name + client::isolated(m_content.quoteText), colored(m_style.color(Token::Quiet)), m_style.small,
        {left, m_y}, m_style.textWidth - bar - m_style.letter);
    const QRectF rect(m_style.textLeft, m_y, left - m_style.textLeft + part.size.width(), part.size.height());
    m_layout->m_shapes.append({Shape::Kind::Bar, {rect.left(), rect.top(), bar, rect.height()}, m_style.color(Token::QuoteBar)});
    m_layout->m_zones.append({ZoneKind::GoToQuoted, rect, {}});
    m_y += part.size.height() + m_style.line * 0.1;
}

QString RowComposer::ending() const
{
    const TimelineRow& row = m_content.row;
    if (row.pending == PendingState::Waiting)
        return u"◷ "_s + say("waiting to be sent");
    if (row.pending == PendingState::Sending || row.pending == PendingState::Sent)
        return u"◷ "_s + say("sending");
    if (row.change && row.change->state != PendingState::Failed)
        return u"◷ "_s + (row.change->kind == client::PendingKind::Edit ? say("saving the change") : say("deleting"));
    return row.edited && !row.deleted ? say("(edited)") : QString();
}

void RowComposer::addBody()
{
    const TimelineRow& row = m_content.row;
    const bool isEdit = row.change && row.change->kind == client::PendingKind::Edit;
    const QString& text = isEdit ? row.change->text : row.text;
    const bool isOnItsWay =
        (row.isPending() && row.pending != PendingState::Failed) || (row.change && row.change->state != PendingState::Failed);

    BodyOptions options{
        .column = {m_style.textLeft, m_y, m_style.textWidth, 0}, .isQuiet = isOnItsWay || row.deleted, .marksMe = row.mentionsMe};
    options.ending = ending();
    if (row.kind == RowKind::Action) {
        options.lead = row.name + u' ';
        options.leadFormat = colored(m_style.theme.nick(row.by));
        options.leadFormat.setFontWeight(QFont::DemiBold);
    }
    if (row.deleted) {
        client::Block gone;
        gone.spans = {{say("Message deleted"), client::SpanStyle::Italic, {}}};
        m_y = BodyComposer(*m_layout, m_style, options).compose({gone});
        return;
    }
    const qsizetype cut = m_content.isExpanded ? text.size() : foldAt(text);
    m_y = BodyComposer(*m_layout, m_style, options).compose(client::parseMarkdown(cut < text.size() ? folded(text, cut) : text));
    if (cut < text.size())
        addFold(text.size() - cut);
    if (row.pending == PendingState::Failed)
        addFailure(say("Not sent"), row.error);
    if (row.change && row.change->state == PendingState::Failed)
        addFailure(isEdit ? say("Not changed") : say("Not deleted"), row.change->error);
}

void RowComposer::addFold(qsizetype hidden)
{
    m_y += m_style.line * 0.15;
    const QString words = say("Show the whole message (%1 more characters)").arg(QLocale().toString(hidden));
    const Part& part =
        addLine(PartRole::Action, words, colored(m_style.color(Token::Link)), m_style.body, {m_style.textLeft, m_y}, m_style.textWidth);
    m_layout->m_zones.append({ZoneKind::ShowAll, {part.at, part.size}, {}});
    m_y += m_style.line * 1.1;
}

void RowComposer::addFailure(const QString& what, const Error& error)
{
    Part reason;
    reason.role = PartRole::Reason;
    const FlowOptions options{m_style.body, m_style.emojiFamily, m_style.textWidth, m_style.advance, true, false};
    reason.text = flow({{u"⚠ "_s + what + u": "_s + client::explain(error), colored(m_style.color(Token::Alert))}}, options, reason.size);
    reason.at = {m_style.textLeft, m_y};
    m_y += reason.size.height() + m_style.line * 0.1;
    m_layout->m_parts.push_back(std::move(reason));

    const struct {
        ZoneKind kind;
        QString words;
    } actions[] = {{ZoneKind::Retry, say("Retry")}, {ZoneKind::EditPending, say("Edit")}, {ZoneKind::CopyText, say("Copy")},
        {ZoneKind::Discard, say("Discard")}};
    qreal x = m_style.textLeft;
    for (const auto& action : actions) {
        const Part& part =
            addLine(PartRole::Action, action.words, colored(m_style.color(Token::Link)), m_style.bold, {x, m_y}, m_style.textWidth);
        const qreal around = m_style.letter * 0.5;
        m_layout->m_zones.append({action.kind, QRectF(part.at, part.size).adjusted(-around, 0, around, 0), {}});
        x += part.size.width() + m_style.letter * 2;
    }
    m_y += m_style.line * 1.15;
}

void RowComposer::addService()
{
    const TimelineRow& row = m_content.row;
    const bool isSystem = row.kind == RowKind::System;
    const Token token = isSystem && m_content.isLocal && row.severity == Severity::Info ? Token::Text
        : isSystem                                                                      ? tokenOf(row.severity)
                                                                                        : Token::Quiet;
    const QString lead = row.severity == Severity::Info || !isSystem ? QString()
        : row.severity == Severity::Warning                          ? say("Warning: ")
                                                                     : say("Alert: ");
    m_y += m_style.line * 0.2;
    const QFont& font = isSystem ? m_style.body : m_style.small;
    const FlowOptions options{font, m_style.emojiFamily, m_style.textWidth, QFontMetricsF(font).height() * 1.15, true, false};
    Part part;
    part.text = flow({{lead + m_content.sentence, colored(m_style.color(token))}}, options, part.size);
    part.at = {m_style.textLeft, m_y};
    part.start = 0;
    part.length = int(lead.size() + m_content.sentence.size());
    m_layout->m_text = lead + m_content.sentence;
    Part& sign = addLine(
        PartRole::Sign, signOf(m_content), colored(m_style.color(m_content.isLocal ? Token::Good : token)), font, {}, m_style.textLeft);
    const qreal room = m_style.advance - m_style.line;
    sign.at = {m_style.disc > 0 ? m_style.margin + (m_style.disc - sign.size.width()) / 2
                                : m_style.textLeft - sign.size.width() - m_style.letter * 0.5,
        m_y + room / 2};
    m_y += part.size.height() + m_style.line * 0.1;
    m_layout->m_parts.push_back(std::move(part));
}

void RowComposer::addGap()
{
    const qint64 count = m_content.row.until.value() - m_content.row.seq.value() + 1;
    const QString words =
        count == 1 ? say("1 message not loaded – load") : say("%1 messages not loaded – load").arg(QLocale().toString(count));
    m_y += m_style.line * 0.6;
    addRuleWith(PartRole::Action, words, colored(m_style.color(Token::Link)), m_style.color(Token::Separator));
    const Part& part = m_layout->m_parts.back();
    const qreal around = m_style.line * 0.3;
    m_layout->m_zones.append({ZoneKind::LoadGap, QRectF(part.at, part.size).adjusted(-around, -around, around, around), {}});
    m_layout->m_text = words;
    m_y += m_style.line * 0.6;
}

void RowComposer::mirror()
{
    const qreal width = m_style.width;
    const auto flipped = [width](QRectF rect) {
        rect.moveLeft(width - rect.right());
        return rect;
    };
    for (Part& part : m_layout->m_parts) {
        if (part.clip.isNull()) {
            part.at.setX(width - part.at.x() - part.size.width());
        } else {
            part.clip = flipped(part.clip);
            part.at.setX(part.clip.left());
        }
    }
    for (Shape& shape : m_layout->m_shapes)
        shape.rect = flipped(shape.rect);
    for (Zone& zone : m_layout->m_zones)
        zone.rect = flipped(zone.rect);
}

} // namespace confab::desktop
