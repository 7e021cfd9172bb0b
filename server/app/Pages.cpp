// Contents of /healthz, /readyz and /metrics.
#include "server/app/Pages.h"

namespace confab::server {

namespace {

struct CounterRow {
    const char* name;
    const char* help;
    Metrics::Counter Metrics::*value;
};

struct GaugeRow {
    const char* name;
    const char* help;
    Metrics::Gauge Metrics::*value;
};

constexpr CounterRow counterRows[] = {
    {"confab_core_requests_total", "Requests answered, well or not.", &Metrics::requests},
    {"confab_core_request_errors_total", "Requests answered with an error.", &Metrics::requestErrors},
    {"confab_core_events_stored_total", "Durable events committed.", &Metrics::eventsStored},
    {"confab_core_batches_total", "Batches run.", &Metrics::batches},
    {"confab_core_commits_total", "Batches that had to commit.", &Metrics::commits},
    {"confab_core_commit_microseconds_total", "Time spent in COMMIT.", &Metrics::commitMicros},
    {"confab_core_storage_errors_total", "Batches rolled back by the storage.", &Metrics::storageErrors},
    {"confab_core_rate_limited_total", "Requests refused with rate.", &Metrics::rateLimited},
    {"confab_core_auth_failures_total", "Sign-ins that failed.", &Metrics::authFailures},
    {"confab_core_reader_requests_total", "Requests answered by reader threads.", &Metrics::readerRequests},
    {"confab_core_checkpoints_total", "Checkpoints of the database.", &Metrics::checkpoints},
};

constexpr GaugeRow gaugeRows[] = {
    {"confab_core_connections", "Connections the core knows.", &Metrics::connections},
    {"confab_people_online", "People with at least one connection.", &Metrics::peopleOnline},
    {"confab_core_queue", "Requests waiting for the core.", &Metrics::queueLength},
    {"confab_passwords_waiting", "Passwords waiting to be checked.", &Metrics::passwordsWaiting},
};

template <typename RowType>
QByteArray line(const RowType& row, const char* type, const Metrics& metrics)
{
    return QByteArray("# HELP ") + row.name + ' ' + row.help + "\n# TYPE " + row.name + ' ' + type + '\n' + row.name + ' '
        + QByteArray::number((metrics.*row.value).load(std::memory_order_relaxed)) + '\n';
}

} // namespace

HttpPage healthPage()
{
    return {200, "text/plain; charset=utf-8", "ok\n"};
}

HttpPage readyPage(const Health& health)
{
    if (health.isReady())
        return {200, "text/plain; charset=utf-8", "ready\n"};
    const QByteArray why = health.draining ? "the server is going down\n"
        : !health.running ? "the server is starting\n"
                          : "the storage takes no changes\n";
    return {503, "text/plain; charset=utf-8", why};
}

HttpPage metricsPage(const QByteArray& gatewayLines, const Metrics& metrics)
{
    QByteArray body = gatewayLines;
    for (const CounterRow& row : counterRows)
        body += line(row, "counter", metrics);
    for (const GaugeRow& row : gaugeRows)
        body += line(row, "gauge", metrics);
    return {200, "text/plain; version=0.0.4; charset=utf-8", body};
}

} // namespace confab::server
