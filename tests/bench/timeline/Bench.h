// What a benchmark says: a table of events with times and counts.
#pragma once

#include <QString>

#include <functional>
#include <vector>

namespace confab::bench {

/// One thing that was done, once on each side.
struct Measured {
    QString event;
    double milliseconds = 0;
    qint64 layouts = 0; ///< rows laid out, or sizes asked for
};

/// Runs `act` and whatever it leaves to the event loop, and counts what it laid out.
Measured measure(const QString& event, const std::function<qint64()>& layouts, const std::function<void()>& act);

/// Prints both sides and their ratio, row by row.
void print(const QString& ours, const std::vector<Measured>& our, const QString& others, const std::vector<Measured>& other);

/// One room with so many messages: our view against a QListView whose delegate lays the same rows out.
int timeline(int rows);

} // namespace confab::bench
