// Relies on the order in which confabd writes members; whatever looks different is no event here and is left to the dialect.
#include "tests/bench/load/EventScan.h"

#include "shared/protocol/Catalog.h"

#include <cstring>

namespace confab::bench {

namespace {

bool skipPrefix(std::string_view& at, std::string_view prefix)
{
    if (!at.starts_with(prefix))
        return false;
    at.remove_prefix(prefix.size());
    return true;
}

qint64 digits(std::string_view& at)
{
    qint64 value = 0;
    while (!at.empty() && at.front() >= '0' && at.front() <= '9') {
        value = value * 10 + (at.front() - '0');
        at.remove_prefix(1);
    }
    return value;
}

void scanJson(EnvelopeSeen& seen)
{
    std::string_view at = seen.whole;
    if (!skipPrefix(at, "{\"t\":\"ev\",\"d\":{\"kind\":\""))
        return;
    const bool isMessage = skipPrefix(at, "message\"");
    if (!isMessage) {
        const auto end = at.find('"');
        at.remove_prefix(end == std::string_view::npos ? at.size() : end + 1);
    }
    if (!skipPrefix(at, ",\"room\":"))
        return;
    seen.room = digits(at);
    if (!skipPrefix(at, ",\"seq\":"))
        return;
    seen.seq = digits(at);
    // Only now: an event whose place cannot be seen must not be counted without its checks.
    seen.isEvent = true;
    seen.isMessage = isMessage;
    if (!isMessage)
        return;
    // Names of these accounts have no quotes, so the key cannot stand inside a value before it.
    constexpr std::string_view key = "\"text\":\"";
    if (const auto text = at.find(key); text != std::string_view::npos)
        seen.text = at.substr(text + key.size());
}

/// A walker over CBOR (RFC 8949) that knows just what the wire uses: definite lengths.
struct Cbor {
    std::string_view at;
    bool broken = false;

    struct Head {
        int major = 0;
        quint64 value = 0;
    };
    Head head()
    {
        if (at.empty()) {
            broken = true;
            return {};
        }
        const quint8 first = quint8(at.front());
        Head made{first >> 5, quint64(first & 0x1f)};
        const std::size_t more = made.value < 24 ? 0 : made.value > 27 ? at.size() : std::size_t(1) << (made.value - 24);
        if (at.size() <= more) {
            broken = true;
            return {};
        }
        if (more > 0)
            made.value = 0;
        for (std::size_t i = 1; i <= more; ++i)
            made.value = made.value << 8 | quint8(at[i]);
        at.remove_prefix(1 + more);
        return made;
    }
    std::string_view bytes(quint64 size)
    {
        if (size > at.size()) {
            broken = true;
            return {};
        }
        const std::string_view taken = at.substr(0, size);
        at.remove_prefix(size);
        return taken;
    }
    void skip()
    {
        const Head one = head();
        if (one.major == 2 || one.major == 3)
            bytes(one.value);
        else if (one.major == 4 || one.major == 5)
            for (quint64 i = 0; i < one.value * (one.major == 5 ? 2 : 1) && !broken; ++i)
                skip();
    }
};

void scanCborEvent(Cbor& cbor, EnvelopeSeen& seen)
{
    // The numbers of EventHead and MessagePosted; tst_LoadGenerator holds them against the encoder.
    enum EventKey : quint64 { Kind = 0, Room = 1, Sequence = 2, Text = 10 };
    const Cbor::Head body = cbor.head();
    for (quint64 i = 0; i < body.value && !cbor.broken; ++i) {
        switch (cbor.head().value) {
        case Kind:
            seen.isMessage = cbor.head().value == quint64(protocol::MessagePosted::kind.number);
            break;
        case Room:
            seen.room = qint64(cbor.head().value);
            break;
        case Sequence:
            seen.seq = qint64(cbor.head().value);
            break;
        case Text:
            if (seen.isMessage) {
                seen.text = cbor.bytes(cbor.head().value);
                break;
            }
            [[fallthrough]];
        default:
            cbor.skip();
        }
    }
}

bool scanCbor(std::string_view& rest, EnvelopeSeen& seen)
{
    Cbor cbor{rest};
    const Cbor::Head envelope = cbor.head();
    for (quint64 i = 0; i < envelope.value && !cbor.broken; ++i) {
        const quint64 key = cbor.head().value;
        if (key == quint64(protocol::envelope::type.number))
            seen.isEvent = cbor.head().value == quint64(protocol::envelope::event.number);
        else if (key == quint64(protocol::envelope::body.number) && seen.isEvent)
            scanCborEvent(cbor, seen);
        else
            cbor.skip();
    }
    if (cbor.broken || envelope.major != 5)
        return false;
    seen.whole = rest.substr(0, rest.size() - cbor.at.size());
    rest = cbor.at;
    return true;
}

} // namespace

bool nextEnvelope(protocol::Encoding encoding, std::string_view& rest, EnvelopeSeen& seen)
{
    seen = {};
    if (rest.empty())
        return false;
    if (encoding == protocol::Encoding::Cbor)
        return scanCbor(rest, seen);
    const void* end = memchr(rest.data(), '\n', rest.size());
    const std::size_t length = end ? std::size_t(static_cast<const char*>(end) - rest.data()) : rest.size();
    seen.whole = rest.substr(0, length);
    rest.remove_prefix(std::min(rest.size(), length + 1));
    scanJson(seen);
    return true;
}

} // namespace confab::bench
