// The program's own glyphs, drawn in whatever colour the moment asks for.
#include "client-desktop/theme/Icons.h"

#include <QFile>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

QString iconFile(Icon icon)
{
    switch (icon) {
    case Icon::Hash:
        return u"hash"_s;
    case Icon::Lock:
        return u"lock"_s;
    case Icon::Person:
        return u"person"_s;
    case Icon::People:
        return u"people"_s;
    case Icon::Rooms:
        return u"rooms"_s;
    case Icon::Pencil:
        return u"pencil"_s;
    case Icon::Shield:
        return u"shield"_s;
    case Icon::Crown:
        return u"crown"_s;
    case Icon::Eye:
        return u"eye"_s;
    case Icon::EyeOff:
        return u"eye-off"_s;
    case Icon::Search:
        return u"search"_s;
    case Icon::Server:
        return u"server"_s;
    case Icon::Warning:
        return u"warning"_s;
    }
    return {};
}

/// `side` in device pixels.
QPixmap rendered(Icon icon, const QColor& color, int side)
{
    const QString key = u"confab-icon/%1/%2/%3"_s.arg(int(icon)).arg(color.rgba()).arg(side);
    QPixmap picture;
    if (QPixmapCache::find(key, &picture))
        return picture;
    picture = QPixmap(side, side);
    picture.fill(Qt::transparent);
    QFile file(u":/icons/%1.svg"_s.arg(iconFile(icon)));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(isOpen, "Icons", "each icon has a file");
    if (!isOpen)
        return picture;
    QSvgRenderer svg(file.readAll().replace("currentColor", color.name().toLatin1()));
    QPainter painter(&picture);
    svg.render(&painter, QRectF(0, 0, side, side));
    painter.end();
    QPixmapCache::insert(key, picture);
    return picture;
}

} // namespace

Icons::Icons(const Look& look)
    : m_look(look)
{
}

void Icons::paint(QPainter& painter, const QRectF& box, Icon icon, const QColor& color) const
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    const int side = std::max(1, int(std::lround(std::min(box.width(), box.height()) * ratio)));
    QPixmap picture = rendered(icon, color, side);
    picture.setDevicePixelRatio(ratio);
    const qreal size = side / ratio;
    // On whole device pixels, or the strokes blur.
    const auto snapped = [ratio](qreal at) { return std::round(at * ratio) / ratio; };
    painter.drawPixmap(QPointF(snapped(box.center().x() - size / 2), snapped(box.center().y() - size / 2)), picture);
}

QIcon Icons::icon(Icon icon, Token token) const
{
    QIcon result;
    for (const int side : {16, 20, 24, 32, 48, 64}) {
        result.addPixmap(rendered(icon, m_look.color(token), side));
        result.addPixmap(rendered(icon, m_look.color(Token::Quiet), side), QIcon::Disabled);
    }
    return result;
}

} // namespace confab::desktop
