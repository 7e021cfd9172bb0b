// The house rules that a compiler does not know: who may include whom, sizes, first lines, words that must not be there.
#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

/// A folder and what its files may include; the longest matching folder counts. A folder may always include itself.
struct Layer {
    QString folder;
    QStringList allowed;
};

const QList<Layer>& layers()
{
    static const QList<Layer> all{
        {u"shared/base/"_s, {}},
        {u"shared/protocol/"_s, {u"shared/base/"_s}},
        {u"shared/client/text/"_s, {u"shared/base/"_s}},
        {u"shared/client/store/"_s, {u"shared/base/"_s, u"shared/protocol/"_s, u"shared/client/text/"_s}},
        {u"shared/client/models/"_s, {u"shared/base/"_s, u"shared/protocol/"_s, u"shared/client/text/"_s, u"shared/client/store/"_s}},
        {u"shared/client/commands/"_s, {u"shared/"_s}},
        {u"shared/client/"_s, {u"shared/"_s}},
        {u"server/storage/"_s, {u"shared/base/"_s, u"shared/protocol/"_s}},
        {u"server/services/"_s, {u"shared/base/"_s, u"shared/protocol/"_s, u"server/storage/"_s}},
        {u"server/routing/"_s, {u"shared/base/"_s, u"shared/protocol/"_s, u"server/storage/"_s, u"server/services/"_s}},
        {u"server/handlers/"_s, {u"shared/base/"_s, u"shared/protocol/"_s, u"server/services/"_s, u"server/routing/"_s, u"server/storage/records/"_s}},
        {u"server/gateway/"_s, {u"shared/base/"_s, u"shared/protocol/"_s, u"server/routing/Link.h"_s, u"server/routing/Metrics.h"_s}},
        {u"server/"_s, {u"shared/base/"_s, u"shared/protocol/"_s, u"server/"_s}},
        {u"client-tui/term/"_s, {u"shared/base/"_s, u"client-tui/input/"_s}},   // one library, two folders
        {u"client-tui/input/"_s, {u"shared/base/"_s, u"client-tui/term/"_s}},
        {u"client-tui/layout/"_s, {u"shared/base/"_s, u"client-tui/term/"_s}},
        {u"client-tui/views/"_s, {u"shared/"_s, u"client-tui/term/"_s, u"client-tui/input/"_s, u"client-tui/layout/"_s}},
        {u"client-tui/"_s, {u"shared/"_s, u"client-tui/"_s}},
        {u"client-desktop/theme/"_s, {u"shared/"_s}},
        {u"client-desktop/actions/"_s, {u"shared/"_s, u"client-desktop/theme/"_s}},
        {u"client-desktop/delegates/"_s, {u"shared/"_s, u"client-desktop/theme/"_s}},
        {u"client-desktop/views/"_s, {u"shared/"_s, u"client-desktop/theme/"_s, u"client-desktop/actions/"_s, u"client-desktop/delegates/"_s}},
        {u"client-desktop/windows/"_s, {u"shared/"_s, u"client-desktop/theme/"_s, u"client-desktop/actions/"_s, u"client-desktop/views/"_s}},
        {u"client-desktop/"_s, {u"shared/"_s, u"client-desktop/"_s}},
        {u"tests/"_s, {u"shared/"_s, u"server/"_s, u"client-tui/"_s, u"client-desktop/"_s, u"tests/"_s}},
    };
    return all;
}

QDir root() { return QDir(QStringLiteral(CONFAB_SOURCE_DIR)); }

/// Every file of the project of one of these endings, relative to the root; build folders and golden data left out.
QStringList files(const QStringList& endings)
{
    QStringList found;
    for (const QString& top : {u"shared"_s, u"server"_s, u"client-tui"_s, u"client-desktop"_s, u"resources"_s, u"tests"_s}) {
        QDirIterator each(root().filePath(top), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            const QString path = root().relativeFilePath(each.next());
            if (endings.contains(QFileInfo(path).suffix()) && !path.contains(u"/golden/"_s))
                found.append(path);
        }
    }
    found.sort();
    return found;
}

QStringList sources() { return files({u"h"_s, u"cpp"_s}); }

QStringList linesOf(const QString& path)
{
    QFile file(root().filePath(path));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(u'\n');
}

void report(const QStringList& faults)
{
    QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
}

} // namespace

class tst_Layers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereIsSomethingToCheck() { QVERIFY(sources().size() > 50); }
    void includesLookDownOnly();
    void filesAreOfHumanSize();
    void filesSayWhatLivesThere();
    void forbiddenWordsAreAbsent_data();
    void forbiddenWordsAreAbsent();
    void everyTestIsBuilt();
    void topLevelIsFixed();
    void topFoldersHaveAShortReadme();
};

void tst_Layers::includesLookDownOnly()
{
    static const QRegularExpression include(u"^\\s*#\\s*include\\s+\"([^\"]+)\""_s);
    QStringList faults;
    for (const QString& path : sources()) {
        const Layer* layer = nullptr;
        for (const Layer& one : layers()) {
            if (path.startsWith(one.folder) && (!layer || one.folder.size() > layer->folder.size()))
                layer = &one;
        }
        if (!layer)
            continue;
        const QStringList lines = linesOf(path);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto match = include.match(lines[i]);
            if (!match.hasMatch())
                continue;
            const QString target = match.captured(1);
            if (target.endsWith(u".moc"_s) || target.startsWith(layer->folder))
                continue;
            const bool fine = std::any_of(layer->allowed.begin(), layer->allowed.end(), [&](const QString& one) { return target.startsWith(one); });
            if (!fine)
                faults.append(u"%1:%2: may not include %3"_s.arg(path).arg(i + 1).arg(target));
        }
    }
    report(faults);
}

void tst_Layers::filesAreOfHumanSize()
{
    constexpr int most = 600;
    QStringList faults;
    for (const QString& path : sources()) {
        const auto count = linesOf(path).size();
        const bool isTable = path.endsWith(u"Table.h"_s);
        if (count > most && !isTable)
            faults.append(u"%1: %2 lines, split before %3"_s.arg(path).arg(count).arg(most));
    }
    report(faults);
}

void tst_Layers::filesSayWhatLivesThere()
{
    QStringList faults;
    for (const QString& path : sources()) {
        const QString first = linesOf(path).value(0);
        if (!first.startsWith(u"// "_s) || first.size() < 20)
            faults.append(path + u": the first line says in one sentence what lives here"_s);
    }
    report(faults);
}

void tst_Layers::forbiddenWordsAreAbsent_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("except");
    const QString none;
    // The patterns are written so that this file does not match itself.
    QTest::newRow("unfinished work") << none << u"\\b(TO" u"DO|FIX" u"ME|XX" u"X|HA" u"CK)\\b"_s << none;
    QTest::newRow("sleeps in tests") << u"tests/"_s << u"(qSle" u"ep|::ms" u"leep|::sle" u"ep|sleep" u"_for|sleep" u"_until)\\s*\\("_s << none;
    QTest::newRow("singletons") << none << u"\\bstatic \\w+[&*] inst" u"ance\\(\\)"_s << none;
    QTest::newRow("programs in shared code") << u"shared/"_s << u"#\\s*if.*(SERVER|DESKTOP|TUI)\\b"_s << none;
    QTest::newRow("old connects") << none << u"\\bSIG" u"NAL\\("_s << none;
    QTest::newRow("ignoring TLS errors") << none << u"ignoreSsl" u"Errors\\(\\)"_s << none;
    QTest::newRow("HTML from Markdown") << none << u"set" u"Markdown\\("_s << none;
    QTest::newRow("raw delete") << none << u"(^|[;{)])\\s*dele" u"te(\\[\\])? [a-zA-Z_>.-]+;"_s << none;
    QTest::newRow("SQL outside storage") << u"server/"_s << u"\"\\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM) "_s << u"server/storage/"_s;
}

void tst_Layers::forbiddenWordsAreAbsent()
{
    QFETCH(QString, where);
    QFETCH(QString, pattern);
    QFETCH(QString, except);
    const QRegularExpression forbidden(pattern);
    QVERIFY(forbidden.isValid());
    QStringList faults;
    for (const QString& path : sources()) {
        if (!path.startsWith(where) || (!except.isEmpty() && path.startsWith(except)))
            continue;
        const QStringList lines = linesOf(path);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            // Comments may speak of anything but unfinished work.
            const bool isComment = lines[i].trimmed().startsWith(u"//"_s);
            if (forbidden.match(lines[i]).hasMatch() && (!isComment || pattern.startsWith(u"\\b(TO"_s)))
                faults.append(u"%1:%2: %3"_s.arg(path).arg(i + 1).arg(lines[i].trimmed()));
        }
    }
    report(faults);
}

void tst_Layers::everyTestIsBuilt()
{
    QStringList faults;
    for (const QString& path : sources()) {
        const QFileInfo info(path);
        if (!info.fileName().startsWith(u"tst_"_s) || info.suffix() != u"cpp"_s)
            continue;
        const QString lists = linesOf(info.path() + u"/CMakeLists.txt"_s).join(u'\n');
        if (!lists.contains(info.fileName()) && !lists.contains(info.completeBaseName().mid(4)))
            faults.append(path + u": not in the CMakeLists.txt of its folder"_s);
    }
    report(faults);
}

void tst_Layers::topLevelIsFixed()
{
    const QStringList fixed{u"client-desktop"_s, u"client-tui"_s, u"resources"_s, u"server"_s, u"shared"_s, u"tests"_s, u"build"_s};
    for (const QString& folder : root().entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        QVERIFY2(fixed.contains(folder), qPrintable(folder + u" is no folder of the top level"_s));
}

void tst_Layers::topFoldersHaveAShortReadme()
{
    for (const QString& folder : {u"client-desktop"_s, u"client-tui"_s, u"resources"_s, u"server"_s, u"shared"_s, u"tests"_s}) {
        const QStringList lines = linesOf(folder + u"/README.md"_s);
        QVERIFY2(lines.size() > 2 && lines.size() <= 21, qPrintable(folder + u"/README.md"_s));
    }
}

QTEST_GUILESS_MAIN(tst_Layers)
#include "tst_Layers.moc"
