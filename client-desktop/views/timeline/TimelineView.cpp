// Ties scene, scroll bar, keys and pointer together. Painting is in TimelinePainting.cpp, actions are in TimelineActing.cpp.
#include "client-desktop/views/timeline/TimelineView.h"

#include "client-desktop/views/timeline/Announcement.h"
#include "client-desktop/views/timeline/HoverBar.h"
#include "client-desktop/views/timeline/JumpButton.h"
#include "client-desktop/views/timeline/TimelineKeys.h"
#include "client-desktop/views/timeline/TimelinePointer.h"
#include "shared/client/text/DisplayTime.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

namespace confab::desktop {

namespace {

constexpr int rowsPerIdleSlice = 4;
constexpr int flashStepMs = 40;
constexpr qreal flashStep = 0.035;
constexpr int barLimit = 1 << 30;

} // namespace

TimelineView::TimelineView(client::Store& store, const Look& look, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_store(store)
    , m_look(look)
    , m_scene(std::make_unique<TimelineScene>(store))
    , m_selection(*m_scene)
    , m_pointer(new TimelinePointer(*m_scene, m_selection, *viewport()))
    , m_keys(new TimelineKeys(*m_scene, m_selection, this))
    , m_jump(new JumpButton(look, this))
    , m_hoverBar(new HoverBar(look, viewport()))
{
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setFocusProxy(this);
    m_jump->hide();
    m_hoverBar->hide();
    new Announcement(store, m_scene->lines(), this); // owned by this view; speaks by itself
    for (QTimer* timer : {&m_movedTimer, &m_idleTimer, &m_stickyTimer})
        timer->setSingleShot(true);
    m_flashTimer.setInterval(flashStepMs);
    connectScene();
    connectInput();
    restyle();
}

TimelineView::~TimelineView() = default;

void TimelineView::connectScene()
{
    connect(m_scene.get(), &TimelineScene::changed, this, &TimelineView::refresh);
    connect(&m_movedTimer, &QTimer::timeout, this, &TimelineView::settleAndTell);
    connect(&m_idleTimer, &QTimer::timeout, this, &TimelineView::measureSome);
    connect(&m_stickyTimer, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    connect(&m_flashTimer, &QTimer::timeout, this, [this] {
        m_flashStrength -= flashStep;
        if (m_flashStrength <= 0)
            m_flashTimer.stop();
        viewport()->update();
    });
    connect(&m_look, &Look::changed, this, &TimelineView::restyle);
    connect(&m_store, &client::Store::selfChanged, this, &TimelineView::restyle);
    connect(&m_store, &client::Store::roomChanged, this, [this](RoomId changed) {
        if (changed == room())
            refresh();
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TimelineView::barMoved);
    connect(m_jump, &QAbstractButton::clicked, this, &TimelineView::jumpToLatest);
}

void TimelineView::connectInput()
{
    const auto repaint = [this] { viewport()->update(); };
    connect(m_pointer, &TimelinePointer::repaintWanted, this, repaint);
    connect(m_pointer, &TimelinePointer::repaintWanted, this, &TimelineView::placeHoverBar);
    connect(m_hoverBar, &HoverBar::replyClicked, this, [this] { act(RowAction::Reply, m_pointer->hoveredRow()); });
    connect(m_hoverBar, &HoverBar::moreClicked, this, [this](QPoint place) { showMenu(m_pointer->hoveredRow(), {}, place); });
    connect(m_pointer, &TimelinePointer::rowPressed, this, [this](int row) { m_keys->startFrom(row); });
    connect(m_pointer, &TimelinePointer::zoneClicked, this, &TimelineView::activateZone);
    connect(m_pointer, &TimelinePointer::linkHovered, this, &TimelineView::linkHovered);
    connect(m_pointer, &TimelinePointer::linkClicked, this, &TimelineView::openLink);
    connect(m_pointer, &TimelinePointer::selectionMade, this, [this] {
        if (QApplication::clipboard()->supportsSelection())
            QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
    });
    connect(m_keys, &TimelineKeys::repaintWanted, this, repaint);
    connect(m_keys, &TimelineKeys::currentChanged, this, &TimelineView::currentRowChanged);
    connect(m_keys, &TimelineKeys::actionWanted, this, [this](RowAction action, int row) { act(action, row); });
    connect(m_keys, &TimelineKeys::pagesWanted, this, &TimelineView::scrollPages);
    connect(m_keys, &TimelineKeys::copyWanted, this, &TimelineView::copySelection);
    connect(m_keys, &TimelineKeys::textTyped, this, &TimelineView::textTyped);
    connect(m_keys, &TimelineKeys::menuWanted, this, [this](int row) {
        m_scene->ensureVisible(row);
        settleAndTell();
        const QPoint below(
            int(m_scene->style().textLeft), std::clamp(m_scene->yOf(row) + m_scene->layout(row).height(), 0, viewport()->height()));
        showMenu(row, {}, viewport()->mapToGlobal(below));
    });
}

TimelineScene& TimelineView::scene() const
{
    m_scene->settle();
    return *m_scene;
}

void TimelineView::restyle()
{
    const TimelineStyle::Frame frame{font(), viewport()->width(), layoutDirection() == Qt::RightToLeft};
    m_scene->setStyle(TimelineStyle(m_look.theme(), frame, {m_store.self().name, m_store.self().display}));
    // The ground that the scroll bar lies on.
    QPalette colors = viewport()->palette();
    colors.setColor(viewport()->backgroundRole(), m_look.color(Token::Timeline));
    viewport()->setPalette(colors);
    placeButton();
    refresh();
}

void TimelineView::refresh()
{
    viewport()->update();
    if (!m_movedTimer.isActive())
        m_movedTimer.start(0);
}

void TimelineView::settleAndTell()
{
    m_movedTimer.stop();
    m_scene->settle();
    syncBar();
    m_pointer->renew();
    placeHoverBar();
    m_jump->setCount(m_scene->newBelow());
    m_jump->setVisible(!m_scene->isAtEnd());
    m_idleTimer.start(0);
    Q_EMIT moved();
}

void TimelineView::measureSome()
{
    if (!m_scene->measureAhead(rowsPerIdleSlice))
        return;
    syncBar();
    m_idleTimer.start(0);
}

void TimelineView::syncBar()
{
    const TimelineScroll& scroll = m_scene->scroll();
    const qint64 range = std::clamp<qint64>(scroll.length() - scroll.viewport(), 0, barLimit);
    m_isSyncing = true;
    verticalScrollBar()->setPageStep(std::max(1, scroll.viewport()));
    verticalScrollBar()->setSingleStep(int(m_scene->style().advance * 3));
    verticalScrollBar()->setRange(0, int(range));
    verticalScrollBar()->setValue(scroll.isAtEnd() ? int(range) : int(std::clamp<qint64>(scroll.position(), 0, range)));
    m_barValue = verticalScrollBar()->value();
    m_isSyncing = false;
}

void TimelineView::barMoved(int value)
{
    if (m_isSyncing)
        return;
    const int distance = value - std::exchange(m_barValue, value);
    m_stickyTimer.start(stickyDayMs);
    if (value >= verticalScrollBar()->maximum())
        m_scene->scrollToEnd();
    else if (std::abs(distance) <= 2 * viewport()->height() && value > 0)
        m_scene->scrollBy(distance); // exact, whatever the heights above turn out to be
    else
        m_scene->scrollTo(value);
    settleAndTell();
}

void TimelineView::scrollContentsBy(int, int) { }

void TimelineView::showRoom(RoomId shown)
{
    if (shown == room())
        return;
    m_selection.clear();
    m_keys->setCurrent(-1);
    m_flashTimer.stop();
    m_flashStrength = 0;
    m_scene->showRoom(shown);
    refresh();
}

RoomId TimelineView::room() const { return m_scene->room(); }

void TimelineView::jumpToLatest()
{
    m_scene->scrollToEnd();
    settleAndTell();
}

bool TimelineView::jumpToUnread()
{
    m_scene->settle();
    const bool found = m_scene->jumpToUnread();
    settleAndTell();
    return found;
}

bool TimelineView::showMessage(Seq seq)
{
    if (!m_scene->showLine(seq))
        return false;
    flash(RowKey::logged(seq));
    settleAndTell();
    return true;
}

void TimelineView::flash(const RowKey& key)
{
    m_flashed = m_scene->lines().keyOf(std::max(0, m_scene->lines().rowOf(key)));
    m_flashStrength = 1;
    m_flashTimer.start();
}

void TimelineView::scrollPages(double pages)
{
    const int page = std::max(viewport()->height() / 4, viewport()->height() - int(2 * m_scene->style().advance));
    m_stickyTimer.start(stickyDayMs);
    m_scene->scrollBy(int(pages * page));
    settleAndTell();
}

bool TimelineView::isAtBottom() const { return scene().isAtEnd(); }
Seq TimelineView::newestSeen() const { return scene().newestSeen(); }
bool TimelineView::wantsOlder() const { return scene().wantsOlder(); }
qint64 TimelineView::layoutsMade() const { return m_scene->shelf().layoutsMade(); }
int TimelineView::currentRow() const { return m_keys->current(); }
void TimelineView::setCurrentRow(int row) { m_keys->setCurrent(row); }
void TimelineView::takeUnreadLine() { m_scene->takeUnreadLine(); }
void TimelineView::setWatched(bool watched) { m_scene->setWatched(watched); }
QString TimelineView::selectedText() const { return m_selection.text(); }

LinesInSight TimelineView::linesInSight() const
{
    m_scene->settle();
    LinesInSight sight;
    for (int row = m_scene->scroll().firstVisible(); row <= m_scene->scroll().lastVisible(); ++row) {
        const client::TimelineRow& line = m_scene->lines().line(row);
        if (m_scene->lines().isLocal(row) || line.isPending())
            continue;
        if (line.kind == client::RowKind::Gap && !sight.gap.isValid()) {
            sight.gap = line.seq;
            sight.comesFromBelow = !sight.oldest.isValid();
        }
        if (!sight.oldest.isValid())
            sight.oldest = line.seq;
        sight.newest = line.seq;
    }
    return sight;
}

std::optional<Seq> TimelineView::selectedMessage() const
{
    const int row = currentRow();
    if (row < 0 || !m_scene->lines().line(row).isTalk() || !m_scene->lines().line(row).seq.isValid())
        return std::nullopt;
    return m_scene->lines().line(row).seq;
}

void TimelineView::addLocal(RoomId where, protocol::Severity severity, const QString& text) { m_scene->addLocal(where, severity, text); }

void TimelineView::copySelection()
{
    if (!m_selection.isEmpty())
        QApplication::clipboard()->setText(selectedText());
    else if (currentRow() >= 0)
        act(RowAction::CopyText, currentRow());
}

void TimelineView::select(int row, int from, int to)
{
    m_selection.begin(row, from, TimelineSelection::Unit::Letter);
    m_selection.extendTo(row, to);
    viewport()->update();
}

} // namespace confab::desktop
