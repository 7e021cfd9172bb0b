// The inside of the core: one batch after the other, and what has to be done by the clock.
#pragma once

#include "server/routing/Core.h"
#include "server/routing/Fanout.h"
#include "server/routing/Inbox.h"
#include "server/routing/PresenceBoard.h"
#include "server/routing/ReaderPool.h"
#include "server/storage/Checkpointer.h"

#include <future>

namespace confab::server {

/// What is public may be called from any thread; everything else happens in the core thread.
class Core::Machine {
public:
    Machine(StorageOptions storage, CoreOptions options, Router router, GatewayPort& gateway, const Clock& clock);
    ~Machine();

    Result<Done> start();
    void stop();
    bool offer(Inbound&& item) { return m_inbox.offer(std::move(item)); }
    bool enqueue(Inbound&& item) { return m_inbox.enqueue(std::move(item)); }
    void wake() { m_inbox.wake(); }
    void reload(const CoreOptions& options);
    void drain(const QString& why, int spreadMs);
    Health health() const { return {m_running, m_storageFine, m_draining}; }
    const Metrics& metrics() const { return m_metrics; }
    QString serverId() const { return m_serverId; }

private:
    /// One request of a batch, run but not released.
    struct Executed {
        ConnectionId to;
        std::optional<quint32> id;
        protocol::Encoding encoding = protocol::Encoding::Json;
        Outcome outcome;
        std::optional<Error> error;
    };

    // Machine.cpp: the thread
    void run(std::promise<Result<Done>> opened);
    Result<Done> open();
    void loop();
    qint64 waitMs() const;

    // Batch.cpp: running requests inside one transaction
    void runBatch(std::vector<Inbound>&& items);
    void take(ConnectionOpened&& opened);
    void take(RequestArrived&& arrived);
    void take(ConnectionClosed&& closed);
    void take(PresenceStale&& stale);
    void take(CoreTask&& task);
    void execute(LiveConnection& connection, const protocol::Request& request);
    Result<Done> executeInside(const Route& route, const protocol::Request& request, Context& context, Outcome& outcome,
        const PasswordAnswer* answer);
    Result<Done> executeDurable(const Route& route, const protocol::Request& request, Context& context, Outcome& outcome,
        const PasswordAnswer* answer);
    Result<Done> admit(const Route& route, const LiveConnection& connection);
    void finish(LiveConnection& connection, const Route& route, const protocol::Request& request, Context& context,
        const PasswordAnswer* answer);
    void conclude(LiveConnection& connection, const protocol::Request& request, Outcome&& outcome, const Result<Done>& handled);
    void hash(LiveConnection& connection, const Route& route, const protocol::Request& request, PasswordJob&& job);
    void toReader(const LiveConnection& connection, const protocol::Request& request);
    void runJob(const std::function<Result<Done>(Context&, Outcome&)>& job);
    Context contextOf(const LiveConnection& connection, const protocol::Request& request);
    void identify(LiveConnection& connection, const Actor& actor);
    void commitAndRelease();
    void failBatch();

    // Release.cpp: telling what is committed
    void release(std::vector<Outbound>& out, Executed& executed);
    void tell(std::vector<Outbound>& out, const EventStored& step);
    void tell(std::vector<Outbound>& out, const RoomEntered& step);
    void tell(std::vector<Outbound>& out, const RoomExited& step);
    void tell(std::vector<Outbound>& out, const SelfChanged& step);
    void tell(std::vector<Outbound>& out, const RoomsAttached& step);
    void tell(std::vector<Outbound>& out, const WatchChanged& step);
    void tell(std::vector<Outbound>& out, const PresenceChanged& step);
    void tell(std::vector<Outbound>& out, const ProfileChanged& step);
    void tell(std::vector<Outbound>& out, const TypingChanged& step);
    void tell(std::vector<Outbound>& out, const SessionEnded& step);

    // Timers.cpp: what is due
    void runTimers();
    void tellPresence(std::vector<Outbound>& out);
    void forgetGone();
    void leaveEverywhere(UserId guest);
    void sweepGuests();
    void probeStorage();
    void startDraining(const QString& why, int spreadMs);
    void closeDrained(std::vector<Outbound>& out);

    StorageOptions m_storageOptions;
    CoreOptions m_options;
    Router m_router;
    GatewayPort& m_gateway;
    const Clock& m_clock;
    Metrics m_metrics;
    Inbox m_inbox;
    std::atomic<bool> m_running{false};
    std::atomic<bool> m_storageFine{false};
    std::atomic<bool> m_draining{false};
    QString m_serverId;

    // core thread only
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Services> m_services;
    LiveConnections m_connections;
    PresenceBoard m_presence;
    RateLimiter m_rates;
    Fanout m_fanout;
    std::vector<Executed> m_executed;                   ///< of the running batch
    std::vector<std::function<void()>> m_undo;          ///< of the running batch
    std::vector<ReaderJob> m_forReaders;                ///< handed over after the commit
    TimeMs m_batchTime;
    qint64 m_nextProbeMs = 0;
    qint64 m_nextSweepMs = 0;

    std::unique_ptr<PasswordPool> m_passwords;
    std::unique_ptr<ReaderPool> m_readers;
    std::unique_ptr<Checkpointer> m_checkpointer;
    std::jthread m_thread;
};

} // namespace confab::server
