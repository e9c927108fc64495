#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "ocr/messages.hpp"

namespace ocr {

/// The pool's end of one worker: started when first asked, killed when it takes too long, replaced after it died. Used
/// by one thread at a time, but for id() and kill_now().
class WorkerProcess {
  public:
    WorkerProcess(std::vector<std::string> command, Limits limits);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    /// Starts the process if there is none, and waits until its models are loaded. False if it can't be started.
    bool ensure_started();

    /// Sends the order and waits for the answer. Where the worker died or had to be killed, the answer's reason says
    /// so, and the next call starts another.
    Answer ask(const Order& order, std::chrono::milliseconds patience);

    /// Orders answered by the process that lives now.
    int orders_done() const { return orders_done_; }

    /// Ends the process between two orders; the next call starts another.
    void retire();
    /// Makes a running ask() return soon. From any thread.
    void kill_now();
    /// 0 if none lives. From any thread.
    int id() const;

  private:
    bool start();
    std::string reap();
    void forget();

    std::vector<std::string> command_;
    Limits limits_;
    mutable std::mutex id_mutex_;
    int id_{};
    int socket_{-1};
    int orders_done_{};
};

}  // namespace ocr
