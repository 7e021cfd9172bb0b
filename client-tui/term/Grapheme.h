// How text falls into grapheme clusters, and how many terminal columns each of them takes.
#pragma once

#include <QString>
#include <QStringView>
#include <QTextBoundaryFinder>

#include <optional>

namespace confab::tui {

/// Columns (0..2) one grapheme cluster takes. Controls, format characters and lone combining marks take 0, but a tab takes 1: it
/// is shown as a blank, so that a pasted one is not lost from sight.
int cellWidth(QStringView cluster);

/// Columns of a whole text; line breaks count 0, so split lines first.
int textWidth(QStringView text);

/// Whether terminals are known to disagree about this cluster's width, so that the cursor must not be trusted after it.
bool isRisky(QStringView cluster);

/// One cluster of a text: the piece itself, where it starts (UTF-16 units) and its columns.
struct Cluster {
    QStringView text;
    qsizetype start = 0;
    int width = 0;
};

/// Walks a text cluster by cluster. The text must outlive the walker. ASCII costs no segmentation.
class ClusterWalker {
public:
    explicit ClusterWalker(QStringView text, qsizetype from = 0);
    /// The next cluster, or nothing at the end.
    std::optional<Cluster> next();

private:
    bool isPlainAt(qsizetype position) const;

    QStringView m_text;
    qsizetype m_position = 0;
    std::optional<QTextBoundaryFinder> m_finder;
};

/// The cluster boundary after/before a position (UTF-16 units); the end/start of the text stays where it is.
qsizetype nextBoundary(QStringView text, qsizetype position);
qsizetype previousBoundary(QStringView text, qsizetype position);

/// Length (UTF-16 units) of the longest prefix of whole clusters that fits into so many columns.
qsizetype fittingLength(QStringView text, int columns);

/// The text, or as much of it as fits followed by "…", never wider than so many columns.
QString elided(QStringView text, int columns);

/// The text elided or padded with blanks to exactly so many columns.
QString padded(QStringView text, int columns);

} // namespace confab::tui
