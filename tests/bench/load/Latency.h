// What many measured values say: a histogram of durations (constant memory, within two per cent), a median.
#pragma once

#include <QtGlobal>

#include <vector>

namespace confab::bench {

class Latency {
public:
    Latency()
        : m_buckets(64 * perOctave, 0)
    {
    }

    void add(qint64 ns);
    void clear();
    qint64 count() const { return m_count; }
    /// The duration in milliseconds below which this part of all lies; 0 without any.
    double quantileMs(double part) const;

private:
    static constexpr int perOctave = 32;

    std::vector<qint64> m_buckets;
    qint64 m_count = 0;
};

/// The value in the middle; 0 without any.
double median(std::vector<double> values);

} // namespace confab::bench
