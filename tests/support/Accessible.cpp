// AT-SPI by plain D-Bus calls.
#include "tests/support/Accessible.h"

#include "tests/support/WireClient.h"

#include <QDBusArgument>
#include <QDBusVariant>

using namespace Qt::StringLiterals;

namespace confab::test {

namespace {

constexpr int mostUnseen = 10; // in a row, among those that show


constexpr int askMs = 5'000;
const QString accessibleInterface = u"org.a11y.atspi.Accessible"_s;
const QString actionInterface = u"org.a11y.atspi.Action"_s;
const QString textInterface = u"org.a11y.atspi.Text"_s;
const QString componentInterface = u"org.a11y.atspi.Component"_s;
const QString nullPath = u"/org/a11y/atspi/null"_s;

/// (so): the program and the place in it.
std::pair<QString, QString> readReference(const QDBusArgument& argument)
{
    QString service;
    QDBusObjectPath path;
    argument.beginStructure();
    argument >> service >> path;
    argument.endStructure();
    return {service, path.path()};
}

QDBusArgument firstArgument(const QDBusMessage& answer) { return answer.arguments().value(0).value<QDBusArgument>(); }

} // namespace

QDBusMessage Accessible::call(const QString& interface, const QString& member, const QVariantList& arguments) const
{
    QDBusMessage message = QDBusMessage::createMethodCall(m_service, m_path, interface, member);
    message.setArguments(arguments);
    return m_bus.call(message, QDBus::Block, askMs);
}

QVariant Accessible::property(const QString& interface, const QString& name) const
{
    if (!isValid())
        return {};
    const QDBusMessage answer = call(u"org.freedesktop.DBus.Properties"_s, u"Get"_s, {interface, name});
    return answer.arguments().value(0).value<QDBusVariant>().variant();
}

bool Accessible::isValid() const { return !m_service.isEmpty() && !m_path.isEmpty() && m_path != nullPath; }

QString Accessible::name() const { return property(accessibleInterface, u"Name"_s).toString(); }
QString Accessible::description() const { return property(accessibleInterface, u"Description"_s).toString(); }
int Accessible::childCount() const { return property(accessibleInterface, u"ChildCount"_s).toInt(); }
int Accessible::caret() const { return property(textInterface, u"CaretOffset"_s).toInt(); }

QString Accessible::role() const
{
    return isValid() ? call(accessibleInterface, u"GetRoleName"_s).arguments().value(0).toString() : QString();
}

bool Accessible::has(AccessibleState state) const
{
    if (!isValid())
        return false;
    const QDBusMessage answer = call(accessibleInterface, u"GetState"_s);
    if (answer.type() != QDBusMessage::ReplyMessage)
        return false;
    QList<uint> words;
    const QDBusArgument argument = firstArgument(answer);
    argument.beginArray();
    while (!argument.atEnd()) {
        uint word = 0;
        argument >> word;
        words.append(word);
    }
    argument.endArray();
    const auto bit = unsigned(state);
    return ((words.value(bit / 32) >> (bit % 32)) & 1U) != 0;
}

QStringList Accessible::interfaces() const
{
    QStringList shortNames;
    if (!isValid())
        return shortNames;
    for (const QString& one : call(accessibleInterface, u"GetInterfaces"_s).arguments().value(0).toStringList())
        shortNames.append(one.section(u'.', -1));
    return shortNames;
}

QRect Accessible::bounds() const
{
    if (!isValid())
        return {};
    const QDBusMessage answer = call(componentInterface, u"GetExtents"_s, {uint(0)});
    if (answer.type() != QDBusMessage::ReplyMessage)
        return {};
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    const QDBusArgument argument = firstArgument(answer);
    argument.beginStructure();
    argument >> x >> y >> width >> height;
    argument.endStructure();
    return {x, y, width, height};
}

Accessible Accessible::child(int index) const
{
    if (!isValid())
        return {};
    const QDBusMessage answer = call(accessibleInterface, u"GetChildAtIndex"_s, {index});
    if (answer.type() != QDBusMessage::ReplyMessage)
        return {};
    const auto [service, path] = readReference(firstArgument(answer));
    return {m_bus, service, path};
}

QList<Accessible> Accessible::children() const
{
    QList<Accessible> found;
    if (!isValid())
        return found;
    const QDBusMessage answer = call(accessibleInterface, u"GetChildren"_s);
    if (answer.type() != QDBusMessage::ReplyMessage)
        return found;
    const QDBusArgument argument = firstArgument(answer);
    argument.beginArray();
    while (!argument.atEnd()) {
        const auto [service, path] = readReference(argument);
        found.append({m_bus, service, path});
    }
    argument.endArray();
    return found;
}

QString Accessible::text() const
{
    if (!isValid())
        return {};
    return call(textInterface, u"GetText"_s, {0, -1}).arguments().value(0).toString();
}

bool Accessible::setText(const QString& text) const
{
    return isValid() && call(u"org.a11y.atspi.EditableText"_s, u"SetTextContents"_s, {text}).arguments().value(0).toBool();
}

QStringList Accessible::actions() const
{
    QStringList names;
    const int count = property(actionInterface, u"NActions"_s).toInt();
    for (int i = 0; i < count; ++i)
        names.append(call(actionInterface, u"GetName"_s, {i}).arguments().value(0).toString());
    return names;
}

bool Accessible::act(const QString& action) const
{
    const auto index = int(actions().indexOf(action));
    return index >= 0 && call(actionInterface, u"DoAction"_s, {index}).arguments().value(0).toBool();
}

bool Accessible::press() const
{
    for (const QString& known : {u"Press"_s, u"Toggle"_s, u"click"_s}) {
        if (actions().contains(known))
            return act(known);
    }
    return false;
}

bool Accessible::focus() const { return isValid() && call(componentInterface, u"GrabFocus"_s).arguments().value(0).toBool(); }

bool Accessible::selectChild(int index) const
{
    return isValid() && call(u"org.a11y.atspi.Selection"_s, u"SelectChild"_s, {index}).arguments().value(0).toBool();
}

QStringList Accessible::rolesOf(const Path& path)
{
    QStringList roles;
    for (const Accessible& one : path)
        roles.append(one.role());
    return roles;
}

bool Accessible::walk(const std::function<bool(const Path&)>& visit, Path& path) const
{
    path.append(*this);
    bool goesOn = visit(path);
    if (goesOn && childCount() <= longList) {
        for (const Accessible& one : children()) {
            // Windows may leave the bit out; what is hidden inside them never has it.
            if (!one.isShowing() && one.role() != u"frame"_s)
                continue;
            goesOn = one.walk(visit, path);
            if (!goesOn)
                break;
        }
    }
    path.removeLast();
    return goesOn;
}

QList<Accessible> Accessible::findAll(const std::function<bool(const Accessible&)>& wanted, int atMost) const
{
    QList<Accessible> found;
    Path path;
    walk(
        [&](const Path& way) {
            if (wanted(way.last()))
                found.append(way.last());
            return found.size() < atMost;
        },
        path);
    return found;
}

Accessible Accessible::findNow(const QString& role, const QString& name) const
{
    return findAll([&](const Accessible& one) { return one.name() == name && (role.isEmpty() || one.role() == role); }, 1).value(0);
}

Accessible Accessible::find(const QString& role, const QString& name, int limitMs) const
{
    Accessible found;
    WireClient::waitUntil(
        [&] {
            found = findNow(role, name);
            return found.isValid();
        },
        limitMs);
    return found;
}

int Accessible::indexInParent() const
{
    return isValid() ? call(accessibleInterface, u"GetIndexInParent"_s).arguments().value(0, -1).toInt() : -1;
}

Accessible Accessible::childAt(QPoint place) const
{
    if (!isValid())
        return {};
    const QDBusMessage answer = call(componentInterface, u"GetAccessibleAtPoint"_s, {place.x(), place.y(), uint(0)});
    if (answer.type() != QDBusMessage::ReplyMessage)
        return {};
    const auto [service, path] = readReference(firstArgument(answer));
    return {m_bus, service, path};
}

int Accessible::someItemInSight() const
{
    const QRect area = bounds();
    for (const int part : {2, 4, 8, 16}) {
        const Accessible one = childAt({area.center().x(), area.bottom() - area.height() / part});
        if (one.isValid() && one.role() == u"list item"_s)
            return one.indexInParent();
    }
    for (int i = childCount() - 1; i >= 0; --i) {
        const Accessible one = child(i);
        if (one.role() == u"list item"_s && one.isShowing())
            return i;
    }
    return -1;
}

QStringList Accessible::showingNames() const
{
    const int start = someItemInSight();
    if (start < 0)
        return {};
    QStringList names;
    // Items told by the one above them take no space and stand between those that show.
    int unseen = 0;
    const auto take = [&](int index, qsizetype place) {
        const Accessible one = child(index);
        if (one.role() != u"list item"_s)
            return false;
        const bool isShowing = one.isShowing();
        unseen = isShowing ? 0 : unseen + 1;
        if (isShowing)
            names.insert(place, one.name());
        return unseen <= mostUnseen;
    };
    for (int i = start; i >= 0 && take(i, 0); --i) { }
    unseen = 0;
    for (int i = start + 1; take(i, names.size()); ++i) { }
    return names;
}

QStringList Accessible::nameless() const
{
    static const QStringList pressed{u"push button"_s, u"check box"_s, u"radio button"_s, u"menu item"_s};
    QStringList found;
    Path path;
    walk(
        [&](const Path& way) {
            const Accessible& one = way.last();
            if (!one.name().trimmed().isEmpty())
                return true;
            if (one.has(AccessibleState::Focusable) || one.has(AccessibleState::Editable) || pressed.contains(one.role())) {
                const QRect place = one.bounds();
                found.append(u"%1 at %2,%3 %4×%5"_s.arg(rolesOf(way).join(u" > "_s))
                                 .arg(place.x())
                                 .arg(place.y())
                                 .arg(place.width())
                                 .arg(place.height()));
            }
            return true;
        },
        path);
    return found;
}

QString Accessible::dump(int depth) const
{
    QStringList lines;
    Path path;
    walk(
        [&](const Path& way) {
            const Accessible& one = way.last();
            if (way.size() <= depth)
                lines.append(
                    QString(way.size() * 2, u' ') + one.role() + u" \""_s + one.name() + u"\" "_s + QString::number(one.childCount()));
            return true;
        },
        path);
    return lines.join(u'\n');
}

} // namespace confab::test
