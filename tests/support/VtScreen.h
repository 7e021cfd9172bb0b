// A small terminal in memory for tests: interprets the bytes a program writes and shows what a person would see.
#pragma once

#include "client-tui/term/ColorMap.h"
#include "client-tui/term/Grid.h"

#include <QByteArrayView>
#include <QSet>
#include <QStringList>

namespace confab::test {

/// Knows what our writer uses and a little more; anything else is noted in problems(). Output processing is raw: a line feed
/// keeps the column.
class VtScreen {
public:
    enum class Widths : quint8 {
        Clusters,   // joins grapheme clusters, as modern terminals do
        CodePoints, // gives each code point its own width, as old ones do
    };
    explicit VtScreen(QSize size, Widths widths = Widths::Clusters);

    void write(QByteArrayView bytes);

    QPoint cursor() const { return {m_column, m_row}; }
    bool isCursorVisible() const { return m_modes.contains(25); }
    bool hasMode(int mode) const { return m_modes.contains(mode); }
    QString title() const { return m_title; }
    int bells() const { return m_bells; }
    /// Lines joined by "\n", trailing blanks removed.
    QString glyphs() const;
    /// What differs from a grid shown at this colour depth, empty when nothing does. Cells holding risky clusters are only
    /// compared when this screen joins clusters.
    QString differenceTo(const tui::Grid& grid, tui::ColorDepth depth) const;
    /// Sequences and bytes this screen did not understand.
    const QStringList& problems() const { return m_problems; }

private:
    struct Cell {
        QString text = QStringLiteral(" ");
        int width = 1;
        tui::Style style; // the link is kept beside it
        QString link;
    };
    enum class State : quint8 { Ground, Escape, Csi, Osc, OscEscape };

    void takeGround(char byte);
    void takeEscape(char byte);
    void takeCsi(char byte);
    void runPrivate(char final, const QList<int>& numbers);
    void runCsi(char final, const QList<int>& numbers);
    void runMove(char final, int count, const QList<int>& numbers);
    void runErase(int row, int from, int to);
    void runSgr(const QList<int>& numbers);
    static tui::Color extendedColor(const QList<int>& numbers, qsizetype& index);
    void runOsc();
    void print(char32_t code);
    bool joins(char32_t code);
    void place(const QString& text, int width);
    void lineFeed();
    void reverseIndex();
    void scrollUp(int top, int bottom);
    void scrollDown(int top, int bottom);
    Cell& at(int row, int column) { return m_cells[row * m_columns + column]; }
    const Cell& at(int row, int column) const { return m_cells[row * m_columns + column]; }
    void blank(int row, int column);
    QString cellDifference(const tui::Grid& grid, int row, int column, tui::ColorDepth depth) const;

    int m_rows;
    int m_columns;
    Widths m_widths;
    QList<Cell> m_cells;
    int m_row = 0;
    int m_column = 0;
    bool m_canJoin = false; // the cursor stands right behind the cell printed last
    QPoint m_last;
    int m_top = 0;
    int m_bottom;
    tui::Style m_pen;
    QString m_link;
    QSet<int> m_modes{25, 7};
    QString m_title;
    int m_bells = 0;
    State m_state = State::Ground;
    QByteArray m_sequence;
    QByteArray m_utf8;
    QStringList m_problems;
};

} // namespace confab::test
