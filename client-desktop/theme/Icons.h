// The program's own glyphs, drawn in whatever colour the moment asks for.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QIcon>
#include <QPainter>

namespace confab::desktop {

/// One SVG in resources/icons each.
enum class Icon : quint8 { Hash, Lock, Person, People, Rooms, Pencil, Shield, Crown, Eye, EyeOff, Search, Server, Warning };

/// The pictures have no colour of their own ("currentColor"): text and glyph always match. Rendered once per size and colour
/// (QPixmapCache). Main thread.
class Icons {
public:
    /// `look` outlives it.
    explicit Icons(const Look& look);

    /// A square picture, sharp at the painter's scale, in the middle of `box`.
    void paint(QPainter& painter, const QRectF& box, Icon icon, const QColor& color) const;
    void paint(QPainter& painter, const QRectF& box, Icon icon, Token token) const { paint(painter, box, icon, m_look.color(token)); }
    /// For buttons; disabled it is Quiet. Ask again on Look::changed.
    QIcon icon(Icon icon, Token token = Token::Text) const;

private:
    const Look& m_look;
};

} // namespace confab::desktop
