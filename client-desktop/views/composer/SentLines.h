// What was sent in one room since the program started, to be brought back line by line.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace confab::desktop {

class SentLines {
public:
    static constexpr qsizetype most = 100;

    /// Equal neighbours are kept once; walking starts anew.
    void add(const QString& text);
    /// The next older (or newer) text; `current` is what stands in the input and comes back behind the newest. Nothing at the ends.
    std::optional<QString> walk(bool older, const QString& current);
    /// The text was changed by hand: the next walk starts at the newest again.
    void stopWalking() { m_at = -1; }

private:
    QStringList m_lines; // newest last
    qsizetype m_at = -1; // -1: not walking
    QString m_current;
};

} // namespace confab::desktop
