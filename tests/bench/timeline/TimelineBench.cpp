// The timeline: what a room of many messages costs, in our view and in Qt's list view with the same layout of a row.
#include "client-desktop/views/timeline/RowComposer.h"
#include "client-desktop/views/timeline/MessagePainter.h"
#include "tests/bench/timeline/Bench.h"
#include "tests/gui/TimelineRig.h"

#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextStream>
#include <QWheelEvent>

namespace confab::bench {

using namespace Qt::StringLiterals;
using test::TimelineRig;

namespace {

/// Lays a row out as our view does, each time it is asked, as delegates do.
class RowDelegate final : public QStyledItemDelegate {
public:
    RowDelegate(const desktop::TimelineLines& lines, const desktop::Look& look, const QListView& view)
        : m_lines(lines)
        , m_look(look)
        , m_view(view)
    {
    }
    qint64 asked() const { return m_asked; }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        ++m_asked;
        return {m_view.viewport()->width(), layout(index)->height()};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        paintRow(*painter, *layout(index), style(), {}, option.rect.topLeft());
    }

private:
    desktop::TimelineStyle style() const { return {m_look.theme(), {m_view.font(), m_view.viewport()->width(), false}, {}}; }
    std::unique_ptr<desktop::MessageLayout> layout(const QModelIndex& index) const
    {
        if (!m_style || m_style->width != m_view.viewport()->width())
            m_style.emplace(style());
        return desktop::layOut(m_lines.content(index.row()), *m_style);
    }

    const desktop::TimelineLines& m_lines;
    const desktop::Look& m_look;
    const QListView& m_view;
    mutable std::optional<desktop::TimelineStyle> m_style;
    mutable qint64 m_asked = 0;
};

/// What happens to a room, told to the view under test by `widget` and `enter`.
struct Subject {
    TimelineRig& rig;
    QWidget& widget;
    QWidget* surface;
    std::function<void(RoomId)> enter;
    std::function<qint64()> layouts;
    std::function<void()> toMiddle;
};

std::vector<Measured> run(const Subject& subject, int rows)
{
    TimelineRig& rig = subject.rig;
    std::vector<Measured> found;
    const auto step = [&](const QString& event, const std::function<void()>& act) {
        found.push_back(measure(event, subject.layouts, act));
    };
    step(u"first show"_s, [&] {
        subject.enter(rig.ops);
        subject.widget.show();
    });
    step(u"append one"_s, [&] { rig.say(rig.ops, rig.ana, u"one more message"_s); });
    subject.toMiddle();
    QCoreApplication::processEvents();
    step(u"scroll 100 notches"_s, [&] {
        QWidget* surface = subject.surface;
        const QPointF middle = surface->rect().center();
        for (int i = 0; i < 100; ++i) {
            QWheelEvent wheel(middle, surface->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(surface, &wheel);
            QCoreApplication::processEvents();
        }
    });
    step(u"append while scrolled up"_s, [&] { rig.say(rig.ops, rig.ana, u"one more message"_s); });
    step(u"prepend 50"_s, [&] { rig.prepend(rig.ops, 50); });
    step(u"edit one"_s, [&] { rig.edit(rig.ops, Seq(rig.firstSeq + rows / 2), u"now\nthree\nlines"_s); });
    step(u"width less 20"_s, [&] { subject.widget.resize(subject.widget.width() - 20, subject.widget.height()); });
    step(u"height less 100"_s, [&] { subject.widget.resize(subject.widget.width(), subject.widget.height() - 100); });
    step(u"to another room"_s, [&] { subject.enter(rig.lobby); });
    step(u"and back"_s, [&] { subject.enter(rig.ops); });
    return found;
}

std::vector<Measured> ourView(int rows)
{
    TimelineRig rig;
    rig.fill(rig.ops, rows);
    rig.fill(rig.lobby, 200);
    QScrollBar* bar = rig.view.verticalScrollBar();
    return run({rig, rig.view, rig.view.viewport(), [&](RoomId room) { rig.view.showRoom(room); }, [&] { return rig.view.layoutsMade(); },
                   [bar] { bar->setValue(bar->maximum() / 2); }},
        rows);
}

std::vector<Measured> listView(int rows)
{
    TimelineRig rig;
    rig.fill(rig.ops, rows);
    rig.fill(rig.lobby, 200);
    desktop::TimelineLines lines(rig.store);
    QListView view;
    view.resize(700, 600);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setResizeMode(QListView::Adjust);
    RowDelegate delegate(lines, rig.look, view);
    view.setItemDelegate(&delegate);
    view.setModel(&lines.model());
    const auto enter = [&](RoomId room) {
        lines.setRoom(room);
        view.scrollToBottom();
    };
    return run({rig, view, view.viewport(), enter, [&] { return delegate.asked(); },
                   [&] { view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2); }},
        rows);
}

} // namespace

int timeline(int rows)
{
    QTextStream(stdout) << u"A room of %1 messages, each event once; milliseconds until the event loop is at rest.\n"_s.arg(rows);
    QTextStream(stdout).flush();
    const std::vector<Measured> ours = ourView(rows);
    print(u"timeline"_s, ours, u"QListView"_s, listView(rows));
    return 0;
}

} // namespace confab::bench
