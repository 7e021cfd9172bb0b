// One I/O thread: its connections, who of them hears which room, its mail from the core, its clock tick.
#pragma once

#include "server/gateway/Connection.h"
#include "shared/base/Gathering.h"

#include <QHash>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace boost::asio {
class io_context;
}

namespace confab::server {

class GatewayThread final : public ConnectionHost {
public:
    GatewayThread(quint32 index, GatewayShared& shared, GatewayCounters& counters);
    ~GatewayThread() override;

    void start();
    /// Closes what is open without farewell and joins. Idempotent.
    void stop();

    // Any thread.
    void mail(std::vector<Outbound>&& batch);
    void post(std::function<void()> work);
    boost::asio::io_context& context();

    // On this thread.
    void adopt(std::shared_ptr<Socket> socket, const QString& address);

private:
    struct Loop;
    struct Listener {
        Connection* connection;
        ListenerKind kind;
    };

    GatewayShared& shared() override { return m_shared; }
    GatewayCounters& counters() override { return m_counters; }
    SharedFrames& frames() override { return m_frames; }
    void stalled(Connection& connection) override;
    void unsubscribeAll(Connection& connection) override;
    void finished(Connection& connection) override;

    void run();
    int look();
    void restUntil(qint64 us);
    void readMail();
    void take(const std::vector<Outbound>& batch);
    void take(const SendReply& item);
    void take(const SendPush& item);
    void take(const PublishToRoom& item);
    void take(const Subscribe& item);
    void take(const Unsubscribe& item);
    void take(const ResumeRoom& item);
    void take(const Identify& item);
    void take(const CloseConnection& item);

    Connection* find(ConnectionId id) const;
    void touch(Connection& connection)
    {
        if (connection.touch())
            m_touched.push_back(&connection);
    }
    Listener* listener(const Connection& connection, RoomId room);
    void removeListener(const Connection& connection, RoomId room);
    void scheduleTick();
    void tick();
    void retryStalled();
    void sweep();

    const quint32 m_index;
    GatewayShared& m_shared;
    GatewayCounters& m_counters;
    std::unique_ptr<Loop> m_loop;
    Gathering m_gathering;
    std::unordered_map<quint64, std::unique_ptr<Connection>> m_connections;
    QHash<RoomId, std::vector<Listener>> m_listeners;
    SharedFrames m_frames;
    std::vector<Connection*> m_touched;      ///< got something in this turn, each once
    std::vector<quint64> m_stalled;
    std::vector<quint64> m_finished;
    std::mutex m_mailMutex;
    std::vector<Outbound> m_mail;
    std::condition_variable m_mailCame;
    bool m_mailPosted = false;
    bool m_resting = false;                  ///< mail is waited for, not posted
    qint64 m_seenRequests = 0;
};

} // namespace confab::server
