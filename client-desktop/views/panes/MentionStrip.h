// A strip at the edge of a list: "2 mentions above". A click goes there.
#pragma once

#include "client-desktop/theme/Look.h"

#include <QAbstractButton>

namespace confab::desktop {

/// Lies over the list, so that rows keep their places when it comes and goes.
class MentionStrip final : public QAbstractButton {
    Q_OBJECT
public:
    enum class Edge : quint8 { Above, Below };

    /// `look` outlives it.
    MentionStrip(const Look& look, Edge edge, QWidget* parent);

    /// 0 hides it. Short: only the number, for the narrow rail.
    void setCount(qint64 count, bool isShort);
    int heightNeeded() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Look& m_look;
    Edge m_edge;
};

} // namespace confab::desktop
