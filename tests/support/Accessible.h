// One thing in a program's accessible tree, read over D-Bus as a screen reader reads it, without any cache.
#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QRect>
#include <QStringList>

#include <functional>

namespace confab::test {

/// Bits of AT-SPI's state set, as far as tests ask for them.
enum class AccessibleState {
    Active = 1,
    Checked = 4,
    Editable = 7,
    Enabled = 8,
    Focusable = 11,
    Focused = 12,
    Selected = 23,
    Showing = 25,
    Visible = 30,
};

/// A value: a place on the accessibility bus. Each call asks the program and is bounded (5 s); a program that is gone or does not answer
/// gives empty answers. Roles are AT-SPI's own words: "frame", "dialog", "list", "list item", "push button", "text", "label".
class Accessible {
public:
    Accessible()
        : m_bus(QString())
    {
    }
    Accessible(const QDBusConnection& bus, const QString& service, const QString& path)
        : m_bus(bus)
        , m_service(service)
        , m_path(path)
    {
    }

    bool isValid() const;
    /// The name on the bus of the program this belongs to.
    QString service() const { return m_service; }
    bool operator==(const Accessible& other) const { return m_service == other.m_service && m_path == other.m_path; }

    QString name() const;
    QString description() const;
    QString role() const;
    bool has(AccessibleState state) const;
    bool isShowing() const { return has(AccessibleState::Showing); }
    /// Interfaces by their short names: "Action", "Text", "EditableText", "Component", "Selection".
    QStringList interfaces() const;
    /// In screen pixels of the program (device pixels divided by its scale factor).
    QRect bounds() const;

    int childCount() const;
    Accessible child(int index) const;
    QList<Accessible> children() const;
    /// -1 when it has no parent.
    int indexInParent() const;
    /// What is at this place of the screen; invalid when nothing is.
    Accessible childAt(QPoint place) const;

    /// What a text holds; also for fields that cannot be written.
    QString text() const;
    bool setText(const QString& text) const;
    int caret() const;
    QStringList actions() const;
    bool act(const QString& action) const;
    /// The first of "Press", "Toggle" and "click" that it knows.
    bool press() const;
    bool focus() const;
    /// Chooses a child of a list.
    bool selectChild(int index) const;

    /// Depth first, showing things only, this one included. Long lists are not walked (see longList).
    QList<Accessible> findAll(const std::function<bool(const Accessible&)>& wanted, int atMost = 1000) const;
    /// Waits until a showing thing has this role (any when empty) and name. Invalid after the limit.
    Accessible find(const QString& role, const QString& name, int limitMs = 15'000) const;
    /// The same without waiting.
    Accessible findNow(const QString& role, const QString& name) const;
    /// Names of the list items in sight, in order. They stand together, so the search ends where they end.
    QStringList showingNames() const;
    /// Showing things that can be focused or acted on and have no name, each as its path of roles: what a screen reader would announce as
    /// nothing.
    QStringList nameless() const;
    /// The tree as indented text, for the message of a failing test.
    QString dump(int depth = 12) const;

    /// Lists with more children than this are not entered by findAll, find, nameless and dump.
    static constexpr int longList = 200;

private:
    QDBusMessage call(const QString& interface, const QString& member, const QVariantList& arguments = {}) const;
    QVariant property(const QString& interface, const QString& name) const;
    int someItemInSight() const;
    using Path = QList<Accessible>;
    static QStringList rolesOf(const Path& path);
    bool walk(const std::function<bool(const Path&)>& visit, Path& path) const;

    QDBusConnection m_bus;
    QString m_service;
    QString m_path;
};

} // namespace confab::test
