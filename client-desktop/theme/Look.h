// Which theme is in use now, for everything that paints; changes live.
#pragma once

#include "client-desktop/theme/Theme.h"

#include <QObject>

namespace confab::desktop {

enum class Scheme : quint8 { System, Light, Dark };

/// One per program, made by main and handed to whoever paints; outlives all views. Main thread. A change sets the application's palette, so
/// every widget gets a PaletteChange event: views update() on `changed`.
class Look : public QObject {
    Q_OBJECT
public:
    explicit Look(Scheme scheme = Scheme::System, QObject* parent = nullptr);

    const Theme& theme() const { return m_theme; }
    QColor color(Token token) const { return m_theme.color(token); }
    Scheme scheme() const { return m_scheme; }
    void setScheme(Scheme scheme);
    /// What the desktop prefers, as far as it is known; used by Scheme::System.
    void setSystemIsDark(bool isDark);

Q_SIGNALS:
    void changed();

private:
    void apply();

    Scheme m_scheme;
    bool m_systemIsDark = false;
    Theme m_theme;
};

} // namespace confab::desktop
