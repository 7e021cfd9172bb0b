// Which theme is in use now, for everything that paints; changes live.
#include "client-desktop/theme/Look.h"

#include <QApplication>

namespace confab::desktop {

Look::Look(Scheme scheme, QObject* parent)
    : QObject(parent)
    , m_scheme(scheme)
    , m_systemIsDark(QApplication::palette().color(QPalette::Window).lightnessF() < 0.5)
{
    apply();
}

void Look::setScheme(Scheme scheme)
{
    if (std::exchange(m_scheme, scheme) != scheme)
        apply();
}

void Look::setSystemIsDark(bool isDark)
{
    if (std::exchange(m_systemIsDark, isDark) != isDark && m_scheme == Scheme::System)
        apply();
}

void Look::apply()
{
    m_theme = makeTheme(m_scheme == Scheme::Dark || (m_scheme == Scheme::System && m_systemIsDark));
    QApplication::setPalette(m_theme.palette());
    Q_EMIT changed();
}

} // namespace confab::desktop
