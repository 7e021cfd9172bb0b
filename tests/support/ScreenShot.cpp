// The X window dump format, version 7: a header of big-endian words, a name, a colour map, then rows of pixels.
#include "tests/support/ScreenShot.h"

#include <QFile>
#include <QtEndian>

namespace confab::test {

namespace {

/// Words of the header, by their place.
enum Word { HeaderSize, Version, Format, Depth, Width, Height, XOffset, ByteOrder, Unit, BitOrder, Pad, BitsPerPixel, BytesPerLine };
constexpr int colourCountWord = 19;
constexpr int wordsNeeded = 25;
constexpr quint32 dumpVersion = 7;
constexpr int colourBytes = 12;

} // namespace

QImage readWindowDump(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray dump = file.readAll();
    if (dump.size() < wordsNeeded * 4)
        return {};
    const auto word = [&dump](int at) { return qFromBigEndian<quint32>(dump.constData() + at * 4); };
    if (word(Version) != dumpVersion || word(BitsPerPixel) != 32)
        return {};
    const qsizetype start = qsizetype(word(HeaderSize)) + qsizetype(word(colourCountWord)) * colourBytes;
    const int width = int(word(Width));
    const int height = int(word(Height));
    const auto lineBytes = qsizetype(word(BytesPerLine));
    if (start + lineBytes * height > dump.size())
        return {};
    const bool isBigEndian = word(ByteOrder) != 0;
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        const char* from = dump.constData() + start + lineBytes * y;
        auto* to = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const quint32 pixel = isBigEndian ? qFromBigEndian<quint32>(from + x * 4) : qFromLittleEndian<quint32>(from + x * 4);
            to[x] = 0xff000000U | pixel;
        }
    }
    return image;
}

} // namespace confab::test
