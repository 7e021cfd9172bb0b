// The lines a person sent before, and the half-typed ones they walked away from.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace confab::tui {

class History {
public:
    static constexpr qsizetype limit = 500;

    /// Remembers a line as the newest one, unless it is empty or repeats the newest; ends browsing.
    void add(const QString& line);

    /// One step back or forward. `current` is what stands in the input now: it is kept, so that coming back finds it.
    /// Nothing when there is no further line. A step forward from a new half-typed line keeps it as the newest and gives an
    /// empty one.
    std::optional<QString> older(const QString& current);
    std::optional<QString> newer(const QString& current);

    const QStringList& lines() const { return m_lines; } // oldest first

private:
    void keep(const QString& current);
    QString lineAt(qsizetype position) const;

    QStringList m_lines;
    QHash<qsizetype, QString> m_edited; // while browsing: changed lines, and the half-typed one at position lines().size()
    qsizetype m_position = 0;           // == lines().size(): not browsing
};

} // namespace confab::tui
