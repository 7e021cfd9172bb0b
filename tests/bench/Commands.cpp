// The command line of confab-bench.
#include "tests/bench/Commands.h"

#include "tests/bench/load/Clocks.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QTextStream>

#include <linux/magic.h>
#include <sys/vfs.h>

#include <variant>

using namespace Qt::StringLiterals;

namespace confab::bench {

namespace {

struct Number {
    const char* name;
    const char* about;
    double least;
    double most;
    std::variant<int LoadPlan::*, double LoadPlan::*> member;
};

constexpr Number numbers[] = {
    {"connections", "people, one connection each", 1, 1'000'000, &LoadPlan::connections},
    {"rooms", "rooms they are spread over", 1, 100'000, &LoadPlan::rooms},
    {"senders", "people who post", 1, 1'000'000, &LoadPlan::senders},
    {"rate", "posts per second in all; latency counts from the time a post was due", 0.001, 10'000'000, &LoadPlan::rate},
    {"outstanding", "instead of a rate: posts without an answer in all", 0, 1'000'000, &LoadPlan::outstanding},
    {"length", "characters of a message", 26, 8000, &LoadPlan::length},
    {"slow", "people who never read", 0, 1'000'000, &LoadPlan::slow},
    {"warm-up", "seconds before counting begins", 0, 3600, &LoadPlan::warmUp},
    {"seconds", "seconds that count", 0.1, 86400, &LoadPlan::seconds},
};

int wrong(const QString& what)
{
    QTextStream(stderr) << "confab-bench: " << what << '\n';
    return 2;
}

QString valueText(const LoadPlan& plan, const Number& number)
{
    return std::visit([&](auto member) { return QString::number(plan.*member); }, number.member);
}

QStringList optionsOf(const Command& command) { return QString::fromLatin1(command.options).split(u' '); }

void declare(QCommandLineParser& parser, const Command& command)
{
    const QStringList taken = optionsOf(command);
    parser.addOption({{u"h"_s, u"help"_s}, u"this text"_s});
    for (const Number& one : numbers) {
        if (const QString name = QString::fromLatin1(one.name); taken.contains(name))
            parser.addOption({name, QString::fromUtf8(one.about), u"N"_s, valueText(command.standard, one)});
    }
    const QList<QCommandLineOption> special{{u"minutes"_s, u"how long the mixed load runs"_s, u"N"_s, u"60"_s},
        {u"only"_s, u"confabd or reference, instead of both"_s, u"NAME"_s},
        {u"quick"_s, u"a tenth of the people and few seconds: to see that everything works, not for figures"_s}};
    for (const QCommandLineOption& one : special) {
        if (taken.contains(one.names().first()))
            parser.addOption(one);
    }
    parser.addOptions({{u"encoding"_s, u"json or cbor"_s, u"NAME"_s, u"json"_s},
        {u"confabd"_s, u"the server's program (default: beside this one)"_s, u"FILE"_s},
        {u"config"_s, u"its configuration (default: limits raised for load, resources/config/bench.toml)"_s, u"FILE"_s},
        {u"folder"_s, u"where its data is kept meanwhile; take a real disk"_s, u"DIR"_s, QDir::tempPath()}});
}

/// What is wrong, or nothing.
std::optional<QString> readNumbers(const QCommandLineParser& parser, const QStringList& taken, LoadPlan& plan)
{
    for (const Number& one : numbers) {
        const QString name = QString::fromLatin1(one.name);
        if (!taken.contains(name))
            continue;
        bool isNumber = false;
        const double value = parser.value(name).toDouble(&isNumber);
        const bool isWhole = std::holds_alternative<double LoadPlan::*>(one.member) || value == double(qint64(value));
        if (!isNumber || !isWhole || value < one.least || value > one.most)
            return u"--%1 takes a number from %2 to %3"_s.arg(name).arg(one.least).arg(one.most);
        std::visit([&](auto member) { plan.*member = static_cast<std::remove_reference_t<decltype(plan.*member)>>(value); }, one.member);
    }
    const bool sends = taken.contains(u"senders"_s);
    if (plan.rooms > plan.connections || (sends && plan.senders > plan.connections) || plan.slow >= plan.connections)
        return u"--rooms and --senders can be as many as --connections, --slow fewer"_s;
    return {};
}

/// Data in memory would make every flush to the disk free.
bool isInMemory(const QString& folder)
{
    struct statfs about = {};
    return statfs(QFile::encodeName(folder).constData(), &about) == 0 && about.f_type == TMPFS_MAGIC;
}

std::optional<QString> read(const QCommandLineParser& parser, const Command& command, Invocation& call)
{
    const QStringList taken = optionsOf(command);
    call.plan = command.standard;
    if (const auto trouble = readNumbers(parser, taken, call.plan))
        return trouble;
    if (taken.contains(u"minutes"_s)) {
        bool isNumber = false;
        call.minutes = parser.value(u"minutes"_s).toInt(&isNumber);
        if (!isNumber || call.minutes < 1)
            return u"--minutes takes a whole number from 1"_s;
    }
    const QString encoding = parser.value(u"encoding"_s);
    if (encoding != u"json" && encoding != u"cbor")
        return u"--encoding is json or cbor"_s;
    call.encoding = encoding == u"json" ? protocol::Encoding::Json : protocol::Encoding::Cbor;
    call.only = taken.contains(u"only"_s) ? parser.value(u"only"_s) : QString();
    if (!QStringList{u""_s, u"confabd"_s, u"reference"_s}.contains(call.only))
        return u"--only is confabd or reference"_s;
    call.quick = taken.contains(u"quick"_s) && parser.isSet(u"quick"_s);
    call.places.folder = parser.value(u"folder"_s);
    if (!parser.isSet(u"folder"_s) && isInMemory(call.places.folder))
        return u"%1 is in memory: name a folder on a disk with --folder"_s.arg(call.places.folder);
    call.places.confabd = parser.isSet(u"confabd"_s) ? parser.value(u"confabd"_s) : QCoreApplication::applicationDirPath() + u"/confabd"_s;
    const bool needsServer = *command.options != 0 && call.only != u"reference";
    if (needsServer && !QFileInfo(call.places.confabd).isExecutable())
        return u"--confabd: there is no program %1"_s.arg(call.places.confabd);
    return {};
}

/// The configuration that comes with the program, as a file.
Result<Done> placeConfig(const QCommandLineParser& parser, Invocation& call, const QTemporaryDir& folder)
{
    call.places.config = parser.value(u"config"_s);
    if (!call.places.config.isEmpty())
        return Done{};
    call.places.config = folder.filePath(u"bench.toml"_s);
    if (!folder.isValid() || !QFile::copy(u":/bench.toml"_s, call.places.config))
        return Error{ErrorCode::Unavailable, u"--folder: cannot write into %1"_s.arg(call.places.folder)};
    return Done{};
}

QString usage()
{
    QString text = u"Usage: confab-bench COMMAND [options]      confab-bench COMMAND --help\n\nCommands:\n"_s;
    for (const Command& one : commands())
        text += u"  %1 %2\n"_s.arg(QString::fromLatin1(one.name), -12).arg(QString::fromUtf8(one.about));
    return text;
}

int run(const Command& command, const QStringList& arguments)
{
    QCommandLineParser parser;
    declare(parser, command);
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    if (parser.isSet(u"help"_s)) {
        QTextStream(stdout) << command.about << "\n\n" << parser.helpText();
        return 0;
    }
    if (!parser.positionalArguments().isEmpty())
        return wrong(u"“%1” is not understood"_s.arg(parser.positionalArguments().first()));
    Invocation call;
    if (const auto trouble = read(parser, command, call))
        return wrong(*trouble);
    const QTemporaryDir folder(call.places.folder + u"/confab-bench-XXXXXX"_s);
    if (const auto placed = placeConfig(parser, call, folder); !placed)
        return failed(placed.error().message);
    raiseFileLimit();
    keepToOneProcessor();
    return command.run(call);
}

} // namespace

int failed(const QString& what)
{
    QTextStream(stderr) << "confab-bench: " << what << '\n';
    return 1;
}

int runCommand(const QStringList& arguments)
{
    const QString name = arguments.value(1);
    if (name == u"-h" || name == u"--help" || name == u"help") {
        QTextStream(stdout) << usage();
        return 0;
    }
    for (const Command& one : commands()) {
        if (name == QLatin1StringView(one.name))
            return run(one, QStringList{arguments.first()} + arguments.mid(2));
    }
    QTextStream(stderr) << (name.isEmpty() ? QString() : u"confab-bench: there is no command “%1”\n"_s.arg(name)) << usage();
    return 2;
}

} // namespace confab::bench
