// The lines a person sent before, and the half-typed ones they walked away from.
#include "client-tui/input/History.h"

namespace confab::tui {

void History::add(const QString& line)
{
    m_edited.clear();
    if (!line.isEmpty() && (m_lines.isEmpty() || m_lines.last() != line)) {
        m_lines.append(line);
        if (m_lines.size() > limit)
            m_lines.removeFirst();
    }
    m_position = m_lines.size();
}

std::optional<QString> History::older(const QString& current)
{
    if (m_position == 0)
        return std::nullopt;
    keep(current);
    --m_position;
    return lineAt(m_position);
}

std::optional<QString> History::newer(const QString& current)
{
    if (m_position < m_lines.size()) {
        keep(current);
        ++m_position;
        return lineAt(m_position);
    }
    if (current.isEmpty())
        return std::nullopt;
    add(current);
    return QString();
}

void History::keep(const QString& current)
{
    if (lineAt(m_position) == current)
        return;
    m_edited.insert(m_position, current);
}

QString History::lineAt(qsizetype position) const
{
    const auto edited = m_edited.constFind(position);
    return edited == m_edited.cend() ? m_lines.value(position) : *edited;
}

} // namespace confab::tui
