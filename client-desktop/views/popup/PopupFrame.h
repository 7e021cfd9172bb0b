// A rounded surface with a soft shadow, floating over the other widgets of a window.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QVBoxLayout>
#include <QWidget>

namespace confab::desktop {

/// A child of the window it floats over: it needs no help of the window system to stay in place. What it shows goes into content().
class PopupFrame : public QWidget {
    Q_OBJECT
public:
    /// `look` outlives it.
    PopupFrame(const Look& look, QWidget* parent);

    /// Room around the surface that belongs to the shadow.
    int shadowWidth() const;

protected:
    QVBoxLayout& content() const { return *m_content; }
    const Look& look() const { return m_look; }
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fitMargins();
    int radius() const;

    const Look& m_look;
    QVBoxLayout* m_content = nullptr;
};

} // namespace confab::desktop
