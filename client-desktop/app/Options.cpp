// What was said on the command line, before any meaning is given to it.
#include "client-desktop/app/Options.h"

#include <QCommandLineParser>

namespace confab::desktop {

using namespace Qt::StringLiterals;

namespace {

void describe(QCommandLineParser& parser)
{
    parser.setApplicationDescription(u"Chat on your own server, in a window."_s);
    parser.addOptions({
        {{u"help"_s, u"h"_s}, u"Print this and end."_s},
        {u"version"_s, u"Print the version and end."_s},
        {u"server"_s, u"The server: host, host:port, ws://… or an invite line."_s, u"address"_s},
        {u"user"_s, u"The unique name there."_s, u"name"_s},
        {u"token-file"_s, u"Sign in with the token in this file."_s, u"file"_s},
        {u"profile"_s, u"Keep settings and data in this folder instead of the usual ones."_s, u"folder"_s},
        {u"theme"_s, u"Colours for this run: system, light or dark."_s, u"name"_s},
    });
    parser.addPositionalArgument(u"address"_s, u"The same as --server."_s, u"[address]"_s);
}

Result<Scheme> schemeOf(const QString& name)
{
    if (name.isEmpty() || name == "system"_L1)
        return Scheme::System;
    if (name == "light"_L1)
        return Scheme::Light;
    if (name == "dark"_L1)
        return Scheme::Dark;
    return Error{ErrorCode::BadArg, u"--theme: '%1' is none of system, light and dark"_s.arg(name)};
}

} // namespace

Result<Options> parseOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(QStringList{u"confab"_s} + arguments))
        return Error{ErrorCode::BadArg, parser.errorText()};
    const QStringList addresses = parser.positionalArguments();
    if (addresses.size() > 1)
        return Error{ErrorCode::BadArg, u"one address is enough; '%1' is too much"_s.arg(addresses.at(1))};
    if (!addresses.isEmpty() && parser.isSet(u"server"_s))
        return Error{ErrorCode::BadArg, u"--server and '%1' name an address each"_s.arg(addresses.first())};
    Options options;
    options.account.server = addresses.isEmpty() ? parser.value(u"server"_s) : addresses.first();
    options.account.user = parser.value(u"user"_s);
    options.account.tokenFile = parser.value(u"token-file"_s);
    options.profile = parser.value(u"profile"_s);
    TRY_VALUE(scheme, schemeOf(parser.value(u"theme"_s)));
    options.scheme = scheme;
    options.wantsHelp = parser.isSet(u"help"_s);
    options.wantsVersion = parser.isSet(u"version"_s);
    return options;
}

QString usageText()
{
    QCommandLineParser parser;
    describe(parser);
    return parser.helpText().replace("<executable_name>"_L1, "confab"_L1);
}

} // namespace confab::desktop
