// Buckets: 32 of equal width per power of two.
#include "tests/bench/load/Latency.h"

#include <algorithm>
#include <bit>

namespace confab::bench {

void Latency::add(qint64 ns)
{
    const quint64 value = quint64(std::max<qint64>(ns, perOctave));
    const int octave = int(std::bit_width(value)) - 1;
    const int step = int((value >> (octave - 5)) & (perOctave - 1));
    ++m_buckets[size_t(octave * perOctave + step)];
    ++m_count;
}

void Latency::clear()
{
    std::ranges::fill(m_buckets, 0);
    m_count = 0;
}

double Latency::quantileMs(double part) const
{
    qint64 left = qint64(double(m_count) * part);
    for (size_t i = 0; i < m_buckets.size(); ++i) {
        left -= m_buckets[i];
        if (left < 0) {
            const int octave = int(i) / perOctave;
            const double width = double(quint64(1) << octave) / perOctave;
            return (double(quint64(1) << octave) + width * (double(int(i) % perOctave) + 0.5)) / 1e6;
        }
    }
    return 0;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

} // namespace confab::bench
