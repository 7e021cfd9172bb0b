// Takes the terminal over, shows one frame and then ends as its argument says, for tst_VtTerminal.
#include "client-tui/term/Canvas.h"
#include "client-tui/term/VtTerminal.h"

#include <QCoreApplication>
#include <QTimer>

#include <csignal>
#include <cstdlib>

using namespace confab::tui;

namespace {

void show(VtTerminal& terminal, const QString& text)
{
    Grid grid(terminal.size());
    Canvas(grid).put({0, 0}, text);
    Canvas(grid).put({0, 1}, QString::number(terminal.size().width()) + u'x' + QString::number(terminal.size().height()));
    terminal.present(grid, Cursor{{0, 0}, true});
}

/// Ends the process in the way its key says; 'r' only answers.
void obey(VtTerminal& terminal, const Key& key)
{
    if (key.modifiers) {
        show(terminal, QStringLiteral("key ") + keyText(key));
    } else if (key.character == U'q') {
        terminal.close();
        QCoreApplication::exit(7);
    } else if (key.character == U'a') {
        std::abort();
    } else if (key.character == U's') {
        std::raise(SIGSEGV);
    } else if (key.character == U'e') {
        std::exit(9);
    } else if (key.character == U'z') {
        terminal.suspend();
    } else {
        show(terminal, QStringLiteral("key ") + keyText(key));
    }
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    VtTerminal terminal(VtTerminal::Options{});
    QObject::connect(&terminal, &Terminal::inputReceived, &app, [&terminal](const InputEvent& event) {
        if (const auto* key = std::get_if<Key>(&event))
            obey(terminal, *key);
        else if (const auto* paste = std::get_if<Paste>(&event))
            show(terminal, QStringLiteral("paste ") + paste->text);
    });
    QObject::connect(&terminal, &Terminal::resized, &app, [&terminal] { show(terminal, QStringLiteral("resized")); });
    QObject::connect(&terminal, &Terminal::closed, &app, [](int signal) { QCoreApplication::exit(100 + signal); });
    if (!terminal.open())
        return 3;
    show(terminal, QStringLiteral("ready"));
    return app.exec();
}
