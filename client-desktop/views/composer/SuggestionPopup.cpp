// The list of what could stand at the cursor, above the caret; it never takes the keyboard.
#include "client-desktop/views/composer/SuggestionPopup.h"

#include <QAccessible>
#include <QFontMetrics>
#include <QScrollBar>

#include <algorithm>

namespace confab::desktop {

using client::CompletionModel;

SuggestionPopup::SuggestionPopup(const Look& look, QWidget* parent)
    : PopupFrame(look, parent)
    , m_list(new QListView(this))
    , m_delegate(new PopupRowDelegate(look, {.label = CompletionModel::LabelRole, .hint = CompletionModel::HintRole}, this))
{
    setFocusPolicy(Qt::NoFocus);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("Suggestions"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(m_delegate);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->viewport()->setAttribute(Qt::WA_Hover);
    content().addWidget(m_list);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { Q_EMIT picked(index.row()); });
}

int SuggestionPopup::row() const { return std::max(0, m_list->currentIndex().row()); }

void SuggestionPopup::setRow(int row)
{
    m_list->setCurrentIndex(m_model.index(row));
    if (row == 0)
        m_list->scrollToTop();
    // The keyboard stays in the text, so the list does not say by itself which row is meant.
    QAccessibleEvent active(m_list, QAccessible::Focus);
    active.setChild(row);
    QAccessible::updateAccessibility(&active);
}

void SuggestionPopup::step(int rows)
{
    const int count = m_model.rowCount();
    const int wanted = row() + rows;
    setRow(rows == 1 || rows == -1 ? (wanted + count) % count : std::clamp(wanted, 0, count - 1));
}

QSize SuggestionPopup::wantedSize(int most) const
{
    const int letter = fontMetrics().averageCharWidth();
    int column = 0;
    for (int row = 0; row < m_model.rowCount(); ++row)
        column = std::max(column, m_delegate->labelWidth(m_list->font(), m_model.index(row)));
    m_delegate->setHintColumn(std::min(column, 32 * letter));
    int width = 0;
    for (int row = 0; row < m_model.rowCount(); ++row)
        width = std::max(width, m_delegate->naturalWidth(m_list->font(), m_model.index(row)));
    width = std::clamp(width, 24 * letter, 72 * letter);
    if (m_model.rowCount() > most)
        width += m_list->verticalScrollBar()->sizeHint().width();
    const QMargins around = layout()->contentsMargins();
    const int height = std::clamp(m_model.rowCount(), 1, most) * PopupRowDelegate::rowHeight(m_list->font());
    return {width + around.left() + around.right(), height + around.top() + around.bottom()};
}

void SuggestionPopup::offer(const client::Completions& completions, QWidget& window, const QRect& caret)
{
    if (parentWidget() != &window)
        setParent(&window);
    setLayoutDirection(window.layoutDirection());
    m_model.setCompletions(completions);
    place(window, caret);
    show();
    raise();
    setRow(0);
}

void SuggestionPopup::place(QWidget& window, const QRect& caret)
{
    const int shadow = shadowWidth();
    const QMargins around = layout()->contentsMargins();
    const int rowHeight = PopupRowDelegate::rowHeight(m_list->font());
    const int above = caret.top() + shadow;
    const int below = window.height() - caret.bottom() + shadow;
    const auto rowsIn = [&](int room) { return (room - around.top() - around.bottom()) / rowHeight; };
    const int wanted = std::min(m_model.rowCount(), mostRows);
    // Above, as long as the place below is not clearly better.
    const bool isAbove = rowsIn(above) >= wanted || above >= below;
    const int rows = std::clamp(rowsIn(isAbove ? above : below), 1, mostRows);
    QSize size = wantedSize(rows);
    size.setWidth(std::min(size.width(), window.width()));

    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    const int pad = around.left() + fontMetrics().height() / 2; // the names stand exactly over the typed word
    const int left = isMirrored ? caret.right() + pad - size.width() : caret.left() - pad;
    const int top = isAbove ? caret.top() + shadow - size.height() : caret.bottom() + 1 - shadow;
    setGeometry(std::clamp(left, 0, window.width() - size.width()), top, size.width(), size.height());
}

} // namespace confab::desktop
