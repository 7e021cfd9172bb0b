// Ctrl+K: to any room, person or command by a few letters.
#include "client-desktop/views/switcher/QuickSwitcher.h"

#include "client-desktop/views/popup/PopupRowDelegate.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace confab::desktop {

using client::SwitcherModel;
using client::SwitcherRow;

namespace {

constexpr int mostRowsShown = 10;
constexpr int mostQueryLength = 100;

/// A widget over the window is a dialog only for those who see it; this says so to the others.
QAccessibleInterface* describe(const QString& className, QObject* object)
{
    auto* widget = qobject_cast<QuickSwitcher*>(object);
    return widget && className == QLatin1StringView(QuickSwitcher::staticMetaObject.className())
        ? new QAccessibleWidget(widget, QAccessible::Dialog)
        : nullptr;
}

} // namespace

QuickSwitcher::QuickSwitcher(SwitcherModel& model, const Look& look, QWidget* parent)
    : PopupFrame(look, parent)
    , m_model(model)
    , m_line(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new QLabel(tr("Nothing found"), this))
{
    QAccessible::installFactory(describe);
    setAccessibleName(tr("Go to"));
    const int pad = fontMetrics().height() / 2;
    m_line->setFrame(false);
    m_line->setMaxLength(mostQueryLength);
    m_line->setPlaceholderText(tr("Go to room, person or > command"));
    m_line->setAccessibleName(tr("Go to room, person or > command"));
    m_line->setTextMargins(pad, pad, pad, pad);
    QPalette clear = m_line->palette();
    clear.setColor(QPalette::Base, Qt::transparent);
    m_line->setPalette(clear);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new PopupRowDelegate(look,
        {.label = SwitcherModel::LabelRole,
            .hint = SwitcherModel::HintRole,
            .badge = SwitcherModel::BadgeRole,
            .badgeIsLoud = SwitcherModel::LoudRole},
        this));
    m_list->setAccessibleName(tr("Places"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->viewport()->setAttribute(Qt::WA_Hover);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setMargin(pad);
    content().setSpacing(pad / 2);
    for (QWidget* part : {static_cast<QWidget*>(m_line), static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_nothing)})
        content().addWidget(part);

    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textChanged, this, &QuickSwitcher::search);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, [this] {
        if (isOpen())
            place();
    });
}

void QuickSwitcher::open()
{
    for (QuickSwitcher* other : window()->findChildren<QuickSwitcher*>()) {
        if (other != this && other->isOpen())
            other->close();
    }
    if (!isOpen()) {
        m_before = window()->focusWidget();
        window()->installEventFilter(this);
        qApp->installEventFilter(this);
    }
    m_line->clear();
    search();
    show();
    raise();
    m_line->setFocus(Qt::OtherFocusReason);
}

void QuickSwitcher::search()
{
    m_model.setQuery(m_line->text());
    place();
    setRow(0);
}

void QuickSwitcher::place()
{
    const QWidget* over = parentWidget();
    if (!over)
        return;
    const QMargins around = layout()->contentsMargins();
    const int letter = fontMetrics().averageCharWidth();
    const int width = std::min(over->width(), 80 * letter + around.left() + around.right());
    const int top = over->height() / 10;
    const int rowHeight = PopupRowDelegate::rowHeight(m_list->font());
    const int chrome = around.top() + around.bottom() + m_line->sizeHint().height() + content().spacing();
    const int fitting = std::max(1, (over->height() - top - chrome) / rowHeight);
    const int rows = std::clamp(m_model.rowCount(), 0, std::min(mostRowsShown, fitting));
    m_list->setVisible(rows > 0);
    m_list->setFixedHeight(std::max(1, rows) * rowHeight);
    m_nothing->setVisible(rows == 0);
    const int height = chrome + (rows > 0 ? rows * rowHeight : m_nothing->sizeHint().height());
    setGeometry((over->width() - width) / 2, top, width, height);
}

void QuickSwitcher::setRow(int row)
{
    if (m_model.rowCount() == 0)
        return;
    const int valid = std::clamp(row, 0, m_model.rowCount() - 1);
    m_list->setCurrentIndex(m_model.index(valid));
    // The keyboard stays in the line, so the list does not say by itself which row is meant.
    QAccessibleEvent active(m_list, QAccessible::Focus);
    active.setChild(valid);
    QAccessible::updateAccessibility(&active);
}

void QuickSwitcher::choose(int row)
{
    if (row < 0 || row >= m_model.rowCount())
        return;
    const SwitcherRow chosen = m_model.row(row);
    close();
    switch (chosen.kind) {
    case client::SwitcherKind::Room:
    case client::SwitcherKind::Direct:
        Q_EMIT roomChosen(chosen.room);
        break;
    case client::SwitcherKind::Person:
        Q_EMIT personChosen(chosen.person);
        break;
    case client::SwitcherKind::Command:
        Q_EMIT commandChosen(chosen.command);
        break;
    }
}

bool QuickSwitcher::onKey(int key)
{
    const int row = m_list->currentIndex().row();
    const int count = m_model.rowCount();
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Backtab:
        setRow(row > 0 ? row - 1 : count - 1);
        return true;
    case Qt::Key_Down:
    case Qt::Key_Tab:
        setRow(row + 1 < count ? row + 1 : 0);
        return true;
    case Qt::Key_PageUp:
        setRow(row - mostRowsShown + 1);
        return true;
    case Qt::Key_PageDown:
        setRow(row + mostRowsShown - 1);
        return true;
    case Qt::Key_Home:
        setRow(0);
        return true;
    case Qt::Key_End:
        setRow(count - 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(row);
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

bool QuickSwitcher::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_line && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        const Qt::KeyboardModifiers modifiers = key.modifiers() & ~Qt::KeypadModifier;
        const bool isOurs = modifiers == Qt::NoModifier || key.key() == Qt::Key_Backtab;
        if (event->type() == QEvent::KeyPress)
            return isOurs && onKey(key.key());
        if (isOurs && key.key() == Qt::Key_Escape)
            event->accept();
    }
    if (watched == m_line && event->type() == QEvent::FocusOut) {
        // The window may go to the back, or a context menu open; but elsewhere in the window one works on something else.
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        if (isOpen() && reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
            close();
    }
    if (watched == window() && event->type() == QEvent::Resize)
        place();
    if (event->type() == QEvent::MouseButtonPress) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (widget && widget != this && !isAncestorOf(widget))
            close();
    }
    return PopupFrame::eventFilter(watched, event);
}

void QuickSwitcher::hideEvent(QHideEvent* event)
{
    PopupFrame::hideEvent(event);
    qApp->removeEventFilter(this);
    window()->removeEventFilter(this);
    if (m_before && m_line == window()->focusWidget())
        m_before->setFocus(Qt::OtherFocusReason);
    m_before.clear();
}

void QuickSwitcher::paintEvent(QPaintEvent* event)
{
    PopupFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(look().color(Token::Accent), 2));
    painter.setBrush(Qt::NoBrush);
    const qreal radius = fontMetrics().height() / 3.0;
    painter.drawRoundedRect(QRectF(m_line->geometry()).adjusted(1, 1, -1, -1), radius, radius);
}

} // namespace confab::desktop
