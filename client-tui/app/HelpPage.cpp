// The help: keys and commands, read from the tables that make them work.
#include "client-tui/app/HelpPage.h"

#include "client-tui/input/KeyMap.h"

namespace confab::tui {

using namespace Qt::StringLiterals;
using client::CommandFamily;

namespace {

QString familyName(CommandFamily family)
{
    switch (family) {
    case CommandFamily::Talk:
        return u"Talking"_s;
    case CommandFamily::Rooms:
        return u"Rooms and people"_s;
    case CommandFamily::Self:
        return u"Yourself"_s;
    case CommandFamily::Connection:
        break;
    }
    return u"Connection and program"_s;
}

/// Ten keys in a row are one range for the reader.
QString keysText(const KeyRow& row)
{
    const QStringList keys = QString::fromLatin1(row.keys).split(u' ', Qt::SkipEmptyParts);
    return keys.size() > 4 ? keys.first() + u" … "_s + keys.last() : keys.join(u", "_s);
}

} // namespace

QList<TextOverlay::Line> helpPage(const client::CommandTable& commands)
{
    QList<TextOverlay::Line> lines;
    lines.append({{}, u"Write and press Enter to talk. A line that begins with / is a command; Tab completes it. “//” sends a slash."_s});
    for (const CommandFamily family : {CommandFamily::Talk, CommandFamily::Rooms, CommandFamily::Self, CommandFamily::Connection}) {
        lines.append({{}, familyName(family), true});
        for (const client::Command& command : commands.all()) {
            if (command.family == family)
                lines.append({command.synopsis(), command.summary});
        }
    }
    lines.append({{}, u"Keys"_s, true});
    for (const KeyRow& row : defaultKeyRows())
        lines.append({keysText(row), QString::fromLatin1(row.help)});
    return lines;
}

} // namespace confab::tui
