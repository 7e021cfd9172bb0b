// The window: menus, the sign-in page and the page of the open account, one of them shown; remembers its place.
#include "client-desktop/windows/MainWindow.h"

#include "client-desktop/windows/HelpSheet.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMessageBox>
#include <QScreen>
#include <QStatusBar>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

constexpr int noteMs = 10'000;
constexpr int zoomLimit = 10;
constexpr qreal zoomStep = 0.1;

constexpr struct {
    Scheme scheme;
    ActionId action;
    QLatin1StringView name;
} schemes[] = {
    {Scheme::System, ActionId::ThemeSystem, QLatin1StringView("system")},
    {Scheme::Light, ActionId::ThemeLight, QLatin1StringView("light")},
    {Scheme::Dark, ActionId::ThemeDark, QLatin1StringView("dark")},
};

} // namespace

MainWindow::MainWindow(Look& look, const QString& settings, QWidget* parent)
    : QMainWindow(parent)
    , m_look(look)
    , m_settings(settings, QSettings::IniFormat)
    , m_remembers(!settings.isEmpty())
    , m_plainSize(QApplication::font().pointSizeF())
{
    setWindowTitle(u"Confab"_s);
    m_actions = new Actions(*this);
    m_actions->fill(*menuBar());
    m_signIn = new SignInPage(look);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_signIn);
    setCentralWidget(m_pages);
    setMinimumSize(480, 320);
    connect(m_actions, &Actions::triggered, this, &MainWindow::runOwn);
    connect(statusBar(), &QStatusBar::messageChanged, this, [this](const QString& text) { statusBar()->setVisible(!text.isEmpty()); });
    statusBar()->hide();
    m_actions->setHasAccount(false);
    restore();
    qApp->installEventFilter(this);
}

MainWindow::~MainWindow() { closeChat(); }

ChatPage& MainWindow::openChat(client::Store& store)
{
    closeChat();
    m_chat = new ChatPage(store, m_look, m_choice);
    m_pages->addWidget(m_chat);
    connect(m_chat, &ChatPage::panesChanged, this, [this] {
        m_actions->action(ActionId::TogglePeople).setChecked(m_chat->showsPeople());
        m_actions->action(ActionId::ToggleRooms).setChecked(m_chat->showsRoomNames());
    });
    return *m_chat;
}

void MainWindow::closeChat()
{
    if (!m_chat)
        return;
    m_choice = m_chat->choice();
    showSignIn();
    // At once, not later: the page looks at a store that goes away.
    delete std::exchange(m_chat, nullptr);
}

void MainWindow::showSignIn()
{
    m_pages->setCurrentWidget(m_signIn);
    m_actions->setHasAccount(false);
    setWindowTitle(u"Confab"_s);
}

void MainWindow::showChat()
{
    if (!m_chat || !isSigningIn())
        return;
    m_pages->setCurrentWidget(m_chat);
    setWindowTitle(m_caption);
    m_actions->setHasAccount(true);
    m_chat->focusComposer();
}

bool MainWindow::isSigningIn() const { return m_pages->currentWidget() == m_signIn; }

void MainWindow::setCaption(const QString& room, qint64 important)
{
    const QString name = room.isEmpty() ? u"Confab"_s : room + u" – Confab"_s;
    m_caption = important > 0 ? u"(%1) %2"_s.arg(important).arg(name) : name;
    if (!isSigningIn())
        setWindowTitle(m_caption);
}

void MainWindow::note(const QString& text)
{
    statusBar()->show();
    statusBar()->showMessage(text, noteMs);
}

void MainWindow::zoom(int steps)
{
    m_zoom = std::clamp(m_zoom + steps, -zoomLimit / 2, zoomLimit);
    applyZoom();
}

void MainWindow::resetZoom()
{
    m_zoom = 0;
    applyZoom();
}

void MainWindow::applyZoom()
{
    QFont font = QApplication::font();
    font.setPointSizeF(m_plainSize * (1 + m_zoom * zoomStep));
    QApplication::setFont(font);
}

void MainWindow::runOwn(ActionId id)
{
    switch (id) {
    case ActionId::ToggleRooms:
        return m_chat->toggleRoomNames();
    case ActionId::TogglePeople:
        return m_chat->togglePeople();
    case ActionId::NextPane:
        return m_chat->focusPane(1);
    case ActionId::PreviousPane:
        return m_chat->focusPane(-1);
    case ActionId::ZoomIn:
        return zoom(1);
    case ActionId::ZoomOut:
        return zoom(-1);
    case ActionId::ZoomReset:
        return resetZoom();
    case ActionId::Shortcuts:
        return showShortcuts();
    case ActionId::About:
        return showAbout();
    default:
        break;
    }
    for (const auto& row : schemes) {
        if (row.action != id)
            continue;
        applyScheme(row.scheme);
        if (m_remembers)
            m_settings.setValue(u"window/theme"_s, QString(row.name));
    }
}

void MainWindow::applyScheme(Scheme scheme)
{
    m_look.setScheme(scheme);
    for (const auto& row : schemes)
        m_actions->action(row.action).setChecked(row.scheme == scheme);
}

void MainWindow::showShortcuts() { HelpSheet(tr("Shortcuts"), shortcutSections(), m_look, this).exec(); }

void MainWindow::showAbout()
{
    QMessageBox about(this);
    about.setWindowTitle(tr("About Confab"));
    about.setTextFormat(Qt::PlainText);
    about.setText(tr("Confab %1").arg(QStringLiteral(CONFAB_VERSION)));
    about.setInformativeText(tr("Chat on your own server.\n\nMIT licence. Built with Qt %1 (LGPL), md4c (MIT), libsodium (ISC) and data of the "
                                "Unicode Consortium (Unicode licence).")
                                 .arg(QString::fromLatin1(qVersion())));
    about.exec();
}

void MainWindow::restore()
{
    const QString scheme = m_settings.value(u"window/theme"_s, u"system"_s).toString();
    Scheme wanted = m_look.scheme();
    for (const auto& row : schemes) {
        if (row.name == scheme && wanted == Scheme::System)
            wanted = row.scheme;
    }
    applyScheme(wanted);
    m_zoom = std::clamp(m_settings.value(u"window/zoom"_s, 0).toInt(), -zoomLimit / 2, zoomLimit);
    if (m_zoom != 0)
        applyZoom();
    m_choice.showsPeople = m_settings.value(u"panes/people"_s, true).toBool();
    m_choice.showsRoomNames = m_settings.value(u"panes/names"_s, true).toBool();
    m_choice.splitter = m_settings.value(u"panes/splitter"_s).toByteArray();
    const int letter = fontMetrics().averageCharWidth();
    resize(letter * 150, fontMetrics().height() * 44);
    restoreGeometry(m_settings.value(u"window/geometry"_s).toByteArray());
    // Another screen or another scale must not leave the message field outside.
    resize(size().boundedTo(screen()->availableSize() * 95 / 100));
}

void MainWindow::remember()
{
    if (!m_remembers)
        return;
    if (m_chat)
        m_choice = m_chat->choice();
    m_settings.setValue(u"window/zoom"_s, m_zoom);
    m_settings.setValue(u"window/geometry"_s, saveGeometry());
    m_settings.setValue(u"panes/people"_s, m_choice.showsPeople);
    m_settings.setValue(u"panes/names"_s, m_choice.showsRoomNames);
    m_settings.setValue(u"panes/splitter"_s, m_choice.splitter);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    remember();
    event->ignore();
    Q_EMIT closeRequested();
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange)
        Q_EMIT activeChanged(isActiveWindow());
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
        Q_EMIT personActed();
        break;
    default:
        break;
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace confab::desktop
