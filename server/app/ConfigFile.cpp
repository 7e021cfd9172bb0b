// Reading settings from a TOML file and the environment, and writing them: the sample and the effective configuration.
#include "server/app/ConfigValues.h"

#include <QFile>

#include <algorithm>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

using namespace Qt::StringLiterals;

namespace confab::server {

namespace {

struct Mistake {
    qint64 line;
    QString text;
};

class FileReader {
public:
    FileReader(Config& config, const QString& fileName, QList<Mistake>& mistakes)
        : m_config(config)
        , m_fileName(fileName)
        , m_mistakes(mistakes)
    {
    }

    void read(const QByteArray& text)
    {
        const toml::parse_result parsed = toml::parse(std::string_view(text.constData(), std::size_t(text.size())));
        if (!parsed) {
            const auto description = parsed.error().description();
            complain(
                parsed.error().source(), {}, u"this is no TOML: "_s + QString::fromUtf8(description.data(), qsizetype(description.size())));
            return;
        }
        for (const auto& [name, node] : parsed.table())
            readSection(keyText(name), node);
    }

private:
    static QString keyText(const toml::key& key) { return QString::fromUtf8(key.str().data(), qsizetype(key.str().size())); }

    void complain(const toml::source_region& where, const QString& key, const QString& what)
    {
        const qint64 line = where.begin.line;
        m_mistakes.append({line, m_fileName + u':' + QString::number(line) + u": "_s + (key.isEmpty() ? QString() : key + u": "_s) + what});
    }

    void readSection(const QString& section, const toml::node& node)
    {
        QStringList sections;
        QStringList keys;
        for (const Setting& setting : settings()) {
            sections.append(QString::fromLatin1(setting.section));
            if (sections.last() == section)
                keys.append(QString::fromLatin1(setting.key));
        }
        if (keys.isEmpty()) {
            complain(node.source(), section, u"there is no such section"_s + nearMatch(section, sections));
            return;
        }
        if (!node.is_table()) {
            complain(node.source(), section, u"expected a section, as in [%1]"_s.arg(section));
            return;
        }
        for (const auto& [name, value] : *node.as_table()) {
            const QString key = keyText(name);
            if (keys.contains(key))
                readValue(section, key, value);
            else
                complain(name.source(), section + u'.' + key, u"there is no such setting"_s + nearMatch(key, keys));
        }
    }

    void readValue(const QString& section, const QString& key, const toml::node& node)
    {
        const auto setting = std::ranges::find_if(settings(), [&](const Setting& one) {
            return section == QLatin1String(one.section) && key == QLatin1String(one.key);
        });
        const auto value = valueOf(node);
        std::optional<QString> expected;
        if (value)
            expected = assign(m_config, *setting, *value);
        else
            expected = assign(m_config, *setting, wrongValueFor(*setting));
        if (expected)
            complain(node.source(), setting->name(), u"expected "_s + *expected);
    }

    static std::optional<FoundValue> valueOf(const toml::node& node)
    {
        if (const auto* text = node.as_string())
            return QString::fromStdString(text->get());
        if (const auto* flag = node.as_boolean())
            return flag->get();
        if (const auto* number = node.as_integer())
            return qint64(number->get());
        if (const auto* array = node.as_array()) {
            QStringList list;
            for (const toml::node& one : *array) {
                if (!one.is_string())
                    return std::nullopt;
                list.append(QString::fromStdString(one.as_string()->get()));
            }
            return list;
        }
        return std::nullopt;
    }

    /// A value of a type this row never takes, to learn what it expects.
    static FoundValue wrongValueFor(const Setting& setting)
    {
        if (std::holds_alternative<bool Config::*>(setting.member))
            return QString();
        return false;
    }

    Config& m_config;
    QString m_fileName;
    QList<Mistake>& m_mistakes;
};

void readEnvironment(Config& config, const QProcessEnvironment& environment, QList<Mistake>& mistakes)
{
    QStringList known;
    QStringList sections;
    for (const Setting& setting : settings()) {
        const QString variable = setting.variable();
        known.append(variable);
        sections.append(u"CONFAB_"_s + QString::fromLatin1(setting.section).toUpper() + u'_');
        if (!environment.contains(variable))
            continue;
        if (const auto expected = assignText(config, setting, environment.value(variable)))
            mistakes.append({0, variable + u" in the environment: expected "_s + *expected});
    }
    for (const QString& variable : environment.keys()) {
        const bool isOurs = std::ranges::any_of(sections, [&](const QString& section) { return variable.startsWith(section); });
        if (isOurs && !known.contains(variable))
            mistakes.append({0, variable + u" in the environment: there is no such setting"_s + nearMatch(variable, known)});
    }
}

/// A comment of lines not much longer than 100 characters.
QByteArray comment(const QString& text)
{
    QByteArray out;
    QString line;
    for (const QString& word : text.split(u' ')) {
        if (line.size() + word.size() > 100) {
            out += "# " + line.trimmed().toUtf8() + '\n';
            line.clear();
        }
        line += word + u' ';
    }
    return out + "# " + line.trimmed().toUtf8() + '\n';
}

} // namespace

Config defaultConfig()
{
    Config config;
    for (const Setting& setting : settings()) {
        QString text = QString::fromLatin1(setting.standard);
        if (text.startsWith(u'"'))
            text = text.sliced(1, text.size() - 2);
        else if (text == u"[]")
            text.clear();
        const auto wrong = assignText(config, setting, text);
        Q_ASSERT_X(!wrong, "defaultConfig", setting.key);
    }
    return config;
}

Result<Config> parseConfig(const QByteArray& text, const QString& fileName, const QProcessEnvironment& environment)
{
    Config config = defaultConfig();
    QList<Mistake> mistakes;
    FileReader(config, fileName, mistakes).read(text);
    readEnvironment(config, environment, mistakes);
    if (config.resumeBytes > config.withholdBytes)
        mistakes.append({0, u"backpressure.resume_bytes: expected at most backpressure.withhold_bytes"_s});
    if (mistakes.isEmpty())
        return config;
    std::ranges::stable_sort(mistakes, {}, &Mistake::line);
    QStringList lines;
    for (const Mistake& one : mistakes)
        lines.append(one.text);
    return Error{ErrorCode::BadArg, lines.join(u'\n')};
}

Result<Config> loadConfig(const QString& file, const QProcessEnvironment& environment)
{
    QByteArray text;
    if (!file.isEmpty()) {
        QFile source(file);
        if (!source.open(QIODevice::ReadOnly))
            return Error{ErrorCode::BadArg, u"%1: cannot be read: %2"_s.arg(file, source.errorString())};
        text = source.readAll();
    }
    return parseConfig(text, file, environment);
}

QByteArray sampleConfig()
{
    QByteArray out = "# The settings of confabd, each with its default. Take away a # to change one.\n"
        "# A variable of the environment wins over this file; its name stands with each setting.\n"
        "# (Made by `confabd config --sample`; do not edit this copy.)\n";
    QString section;
    for (const Setting& setting : settings()) {
        if (section != QLatin1String(setting.section)) {
            section = QString::fromLatin1(setting.section);
            out += "\n[" + section.toUtf8() + "]\n";
        }
        out += '\n' + comment(QString::fromUtf8(setting.about) + (setting.rule.reloads ? QString() : u" Needs a restart."_s));
        out += "# " + setting.variable().toUtf8() + "\n# " + setting.key + " = " + setting.standard + '\n';
    }
    return out;
}

QByteArray printConfig(const Config& config)
{
    QByteArray out;
    QString section;
    for (const Setting& setting : settings()) {
        if (section != QLatin1String(setting.section)) {
            section = QString::fromLatin1(setting.section);
            out += (out.isEmpty() ? "[" : "\n[") + section.toUtf8() + "]\n";
        }
        out += QByteArray(setting.key) + " = " + valueText(config, setting).toUtf8() + '\n';
    }
    return out;
}

QStringList needingRestart(const Config& before, const Config& after)
{
    QStringList names;
    for (const Setting& setting : settings()) {
        if (!setting.rule.reloads && valueText(before, setting) != valueText(after, setting))
            names.append(setting.name());
    }
    return names;
}

} // namespace confab::server
