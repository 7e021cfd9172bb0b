// Lays out on demand.
#include "client-desktop/views/timeline/LayoutShelf.h"

#include "client-desktop/views/timeline/RowComposer.h"

namespace confab::desktop {

void LayoutShelf::setStyle(const TimelineStyle& style)
{
    m_style.emplace(style);
    m_layouts.clear();
}

MessageLayout& LayoutShelf::layout(int row)
{
    const RowContent content = m_lines.content(row);
    const Key key{m_lines.room(), m_lines.keyOf(row)};
    if (MessageLayout* known = m_layouts.object(key); known && known->content() == content)
        return *known;
    std::unique_ptr<MessageLayout> made = layOut(content, *m_style);
    ++m_made;
    MessageLayout& result = *made;
    m_layouts.insert(key, made.release());
    return result;
}

int LayoutShelf::guess(int row) const { return m_style ? guessHeight(m_lines.line(row), *m_style) : 1; }

} // namespace confab::desktop
