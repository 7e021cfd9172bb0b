// What was sent in one room since the program started, to be brought back line by line.
#include "client-desktop/views/composer/SentLines.h"

namespace confab::desktop {

void SentLines::add(const QString& text)
{
    stopWalking();
    if (text.trimmed().isEmpty() || (!m_lines.isEmpty() && m_lines.constLast() == text))
        return;
    m_lines.append(text);
    if (m_lines.size() > most)
        m_lines.removeFirst();
}

std::optional<QString> SentLines::walk(bool older, const QString& current)
{
    if (m_at < 0) {
        if (!older || m_lines.isEmpty())
            return std::nullopt;
        m_current = current;
        m_at = m_lines.size();
    }
    const qsizetype next = older ? m_at - 1 : m_at + 1;
    if (next < 0)
        return std::nullopt;
    m_at = next;
    if (m_at < m_lines.size())
        return m_lines.at(m_at);
    m_at = -1;
    return m_current;
}

} // namespace confab::desktop
