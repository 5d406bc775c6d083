// One worker process and the host's end of its socket.
#pragma once

#include <filesystem>
#include <string>

#include "base/process.hpp"
#include "card/worker/wire.hpp"

namespace omote::card {

class WorkerProcess {
 public:
  // Reasons: card_worker_not_started, and those of start_process.
  [[nodiscard]] static Result<WorkerProcess> start(const std::filesystem::path& program, const std::string& reader,
                                                   const std::filesystem::path& trust_folder);
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&& other) = delete;
  ~WorkerProcess();  // SIGKILL

  [[nodiscard]] bool alive() { return process_.running(); }
  [[nodiscard]] bool send(const Secret& body) { return send_message(socket_, body); }
  [[nodiscard]] Incoming receive(std::chrono::steady_clock::time_point end) { return receive_message(socket_, end); }

 private:
  WorkerProcess(Process process, int socket) : process_(std::move(process)), socket_(socket) {}
  Process process_;
  int socket_ = -1;
};

}  // namespace omote::card
