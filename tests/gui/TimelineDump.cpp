// One object per row, one line per piece.
#include "tests/gui/TimelineDump.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace confab::test {

using namespace Qt::StringLiterals;
using desktop::PartRole;
using desktop::Shape;
using desktop::ZoneKind;

namespace {

QString nameOf(PartRole role)
{
    switch (role) {
    case PartRole::Day:
        return u"day"_s;
    case PartRole::New:
        return u"new"_s;
    case PartRole::Name:
        return u"name"_s;
    case PartRole::Time:
        return u"time"_s;
    case PartRole::Initial:
        return u"initial"_s;
    case PartRole::Quote:
        return u"reply"_s;
    case PartRole::Marker:
        return u"marker"_s;
    case PartRole::Body:
        return u"text"_s;
    case PartRole::Code:
        return u"code"_s;
    case PartRole::Note:
        return u"note"_s;
    case PartRole::Reason:
        return u"reason"_s;
    case PartRole::Action:
        return u"action"_s;
    case PartRole::Sign:
        return u"sign"_s;
    }
    return {};
}

QString nameOf(Shape::Kind kind)
{
    switch (kind) {
    case Shape::Kind::Box:
        return u"box"_s;
    case Shape::Kind::Line:
        return u"line"_s;
    case Shape::Kind::Bar:
        return u"bar"_s;
    case Shape::Kind::Disc:
        return u"disc"_s;
    }
    return {};
}

/// In tenths of a line: fonts differ by a pixel here and there, the layout does not.
QString place(const QRectF& rect, qreal line)
{
    const auto tenths = [line](qreal value) { return std::round(value * 10 / line) / 10; };
    return u"%1 %2 %3 x %4"_s.arg(tenths(rect.x())).arg(tenths(rect.y())).arg(tenths(rect.width())).arg(tenths(rect.height()));
}

QStringList states(const desktop::RowContent& content)
{
    QStringList found;
    const auto add = [&](bool is, const QString& word) {
        if (is)
            found.append(word);
    };
    add(content.isLocal, u"local"_s);
    add(content.isHidden, u"hidden"_s);
    add(content.isFirstUnread, u"first unread"_s);
    add(content.row.mentionsMe, u"mention"_s);
    add(content.row.deleted, u"deleted"_s);
    add(content.row.isPending(), u"pending"_s);
    return found;
}

} // namespace

QString dumpTimeline(const desktop::TimelineView& view)
{
    desktop::TimelineScene& scene = view.scene();
    const qreal line = scene.style().line;
    QJsonArray rows;
    for (int row = scene.scroll().firstVisible(); row <= scene.scroll().lastVisible(); ++row) {
        const desktop::MessageLayout& layout = scene.layout(row);
        QJsonArray pieces;
        for (const desktop::Part& part : layout.parts()) {
            const QRectF rect = part.clip.isNull() ? QRectF(part.at, part.size) : part.clip;
            QString text = part.text->text();
            text.replace(QChar::LineSeparator, u'\n');
            QString words = nameOf(part.role) + u" ["_s + place(rect, line) + u"] "_s + text;
            for (const desktop::LinkRange& link : part.links)
                words += u" -> "_s + link.target;
            pieces.append(words);
        }
        for (const Shape& shape : layout.shapes())
            pieces.append(nameOf(shape.kind) + u" ["_s + place(shape.rect, line) + u']');
        for (const desktop::Zone& zone : layout.zones())
            pieces.append(u"zone %1 [%2]"_s.arg(int(zone.kind)).arg(place(zone.rect, line)));
        QJsonObject one{{u"pieces"_s, pieces},
            {u"place"_s, place({0, qreal(scene.yOf(row)), qreal(scene.style().width), qreal(layout.height())}, line)}};
        if (const QStringList words = states(layout.content()); !words.isEmpty())
            one.insert(u"state"_s, words.join(u", "_s));
        rows.append(one);
    }
    return QString::fromUtf8(QJsonDocument(rows).toJson());
}

} // namespace confab::test
