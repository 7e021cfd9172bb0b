// Summing and printing the gateway's counters.
#include "server/gateway/Counters.h"

#include <algorithm>

namespace confab::server {

namespace {

struct Metric {
    const char* name;
    const char* type;
    const char* help;
    GatewayCounters::Count GatewayCounters::*count;
};

constexpr Metric metrics[] = {
    {"confab_connections", "gauge", "Sockets open now.", &GatewayCounters::connections},
    {"confab_websockets", "gauge", "WebSocket connections open now.", &GatewayCounters::webSockets},
    {"confab_accepted_total", "counter", "Sockets accepted.", &GatewayCounters::accepted},
    {"confab_refused_by_cap_total", "counter", "Sockets closed at once because a cap was reached.", &GatewayCounters::refusedByCap},
    {"confab_frames_in_total", "counter", "WebSocket messages read.", &GatewayCounters::framesIn},
    {"confab_frames_out_total", "counter", "WebSocket messages written.", &GatewayCounters::framesOut},
    {"confab_envelopes_out_total", "counter", "Envelopes written.", &GatewayCounters::envelopesOut},
    {"confab_requests_total", "counter", "Requests handed to the core.", &GatewayCounters::requestsIn},
    {"confab_requests_refused_total", "counter", "Requests refused before the core: unknown type or wrong arguments.",
        &GatewayCounters::refusedRequests},
    {"confab_bytes_in_total", "counter", "Bytes read from sockets.", &GatewayCounters::bytesIn},
    {"confab_bytes_out_total", "counter", "Bytes written to sockets.", &GatewayCounters::bytesOut},
    {"confab_withheld_events_total", "counter", "Durable events not pushed to a slow connection.", &GatewayCounters::withheldEvents},
    {"confab_dropped_presence_total", "counter", "Presence pushes dropped for a slow connection.", &GatewayCounters::droppedPresence},
    {"confab_dropped_typing_total", "counter", "Typing pushes dropped for a slow connection.", &GatewayCounters::droppedTyping},
    {"confab_read_pauses_total", "counter", "Times a connection was not read for a while.", &GatewayCounters::readPauses},
    {"confab_http_pages_total", "counter", "Plain HTTP answers.", &GatewayCounters::pagesServed},
};

} // namespace

void GatewayCounters::countClose(int code)
{
    const auto found = std::ranges::find(closeCodes, code);
    const auto index = found == closeCodes.end() ? closes.size() - 1 : std::size_t(found - closeCodes.begin());
    add(closes[index]);
}

QByteArray metricsText(std::span<const std::unique_ptr<GatewayCounters>> counters)
{
    QByteArray out;
    const auto head = [&out](const char* name, const char* type, const char* help) {
        out += QByteArray("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
    };
    for (const Metric& metric : metrics) {
        qint64 sum = 0;
        for (const auto& one : counters)
            sum += ((*one).*metric.count).load(std::memory_order_relaxed);
        head(metric.name, metric.type, metric.help);
        out += QByteArray(metric.name) + ' ' + QByteArray::number(sum) + '\n';
    }
    head("confab_closes_total", "counter", "WebSocket connections closed, by close code.");
    for (std::size_t i = 0; i < GatewayCounters::closeCodes.size(); ++i) {
        qint64 sum = 0;
        for (const auto& one : counters)
            sum += one->closes[i].load(std::memory_order_relaxed);
        const int code = GatewayCounters::closeCodes[i];
        out += "confab_closes_total{code=\"" + (code == 0 ? QByteArray("other") : QByteArray::number(code)) + "\"} "
            + QByteArray::number(sum) + '\n';
    }
    return out;
}

} // namespace confab::server
