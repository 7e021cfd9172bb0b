// A few threads that do nothing but argon2id, behind a short queue: a flood of sign-ins can cost neither the core nor all memory.
#pragma once

#include "server/services/Passwords.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace confab::server {

/// What is to be hashed. Both may be asked at once (password.change); `fresh` is hashed only when `secret` matches.
struct PasswordJob {
    std::optional<QString> secret = {};     ///< to be verified against `hash`; an empty hash costs the same time and never matches
    QString hash = {};
    std::optional<QString> fresh = {};      ///< to be hashed
    bool isEmpty() const { return !secret && !fresh; }
};

struct PasswordAnswer {
    bool matches = false;
    QString hash;                           ///< of `fresh`, or of `secret` when the stored one was weaker than today's
    std::optional<Error> error;
};

PasswordAnswer doPasswordJob(const PasswordJob& job);

class PasswordPool {
public:
    static constexpr int queueLimit = 64;

    /// 0 threads: as many as cores, at most 4.
    explicit PasswordPool(int threads);
    ~PasswordPool();

    /// False when the queue is full. `done` is called in a thread of the pool.
    bool submit(PasswordJob job, std::function<void(PasswordAnswer)> done);
    int waiting() const { return m_waiting; }
    /// Drops what waits and joins the threads.
    void stop();

private:
    struct Item {
        PasswordJob job;
        std::function<void(PasswordAnswer)> done;
    };
    void work(std::stop_token stop);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Item> m_queue;
    std::atomic<int> m_waiting{0};
    std::vector<std::jthread> m_threads;
};

} // namespace confab::server
