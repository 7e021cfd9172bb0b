// A window with a composer at its bottom, a completer that knows a few names, and ears for everything the composer says.
#pragma once

#include "client-desktop/views/composer/Composer.h"

#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

namespace confab::desktop {

struct ComposerStage {
    bool isActive = false;
    Look look{Scheme::Light};
    QWidget window;
    QPushButton* neighbour = new QPushButton(QStringLiteral("Neighbour"));
    Composer* composer = new Composer(look);
    QSignalSpy edited{composer, &Composer::textEdited};
    QSignalSpy sent{composer, &Composer::sendRequested};
    QSignalSpy older{composer, &Composer::editLastRequested};
    QSignalSpy cancelled{composer, &Composer::cancelled};
    QSignalSpy escaped{composer, &Composer::escapePressed};
    QSignalSpy scrolled{composer, &Composer::scrollRequested};
    QSignalSpy latest{composer, &Composer::latestRequested};
    QSignalSpy large{composer, &Composer::largePaste};
    QStringList names{QStringLiteral("@ana"), QStringLiteral("@anton"), QStringLiteral("@bob"), QStringLiteral("#general"),
        QStringLiteral("#genealogy"), QStringLiteral(":heart:"), QStringLiteral(":hearts:"), QStringLiteral("/me"), QStringLiteral("/msg"),
        QStringLiteral("/nick")};

    ComposerStage()
    {
        auto* column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        column->addStretch(1);
        column->addWidget(composer);
        column->addWidget(neighbour);
        composer->setCompleter([this](QStringView text, int cursor) { return complete(text, cursor); });
        composer->enterRoom(RoomId(1), {});
        window.resize(640, 480);
        window.show();
        window.activateWindow();
        composer->setFocus();
        isActive = QTest::qWaitForWindowActive(&window);
    }

    client::Completions complete(QStringView text, int cursor) const
    {
        int start = cursor;
        while (start > 0 && !text.at(start - 1).isSpace())
            --start;
        client::Completions found{start, cursor - start, {}};
        const QString word = text.mid(start, cursor - start).toString();
        for (const QString& one : names) {
            if (!word.isEmpty() && one.startsWith(word))
                found.candidates.append({one + u' ', one, QStringLiteral("hint")});
        }
        return found;
    }

    QPlainTextEdit* input() const { return composer->findChild<QPlainTextEdit*>(); }
    QListView* list() const { return window.findChild<QListView*>(); }
    bool hasPopup() const { return list() && list()->isVisible(); }
    QString chosen() const { return list()->currentIndex().data().toString(); }
    QAbstractButton* button(const QString& name) const
    {
        for (auto* one : composer->findChildren<QAbstractButton*>()) {
            if (one->accessibleName() == name || one->text() == name)
                return one;
        }
        return nullptr;
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const { QTest::keyClick(input(), key, modifiers); }
    void type(const QString& text) const { QTest::keyClicks(input(), text); }
};

} // namespace confab::desktop
