// A name server for one name, so that wrong and missing answers can be had on demand.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::sim::network {

enum class NameAnswer { Right, Silence, NoSuchName, InClinic };

// The answer to one question (RFC 1035) when the only name there is has these two addresses, the second one a false one;
// nothing when none goes out.
[[nodiscard]] Bytes answer_question(ByteView question, const std::string& name, const std::string& right,
                                    const std::string& in_clinic, NameAnswer how);

class NameService {
 public:
  // On UDP port 53 of that address inside that network. Reason: name_service_not_started.
  [[nodiscard]] static Result<std::unique_ptr<NameService>> start(const std::string& network, const std::string& address,
                                                                  std::string name, std::string in_clinic);
  NameService(const NameService&) = delete;
  NameService& operator=(const NameService&) = delete;
  ~NameService();
  void answer(NameAnswer how) {
    asked_ = 0;
    how_ = how;
  }
  // Questions for the name since the last call of answer().
  [[nodiscard]] int asked() const { return asked_; }

 private:
  NameService() = default;
  void serve(const std::stop_token& stop);

  int socket_ = -1;
  std::string name_, right_, in_clinic_;
  std::atomic<NameAnswer> how_{NameAnswer::Right};
  std::atomic<int> asked_{0};
  std::jthread thread_;
};

}  // namespace omote::sim::network
