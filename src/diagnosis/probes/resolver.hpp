// The addresses of one name, asked of the system without ever waiting longer than told: the system's own call can take half a
// minute when the name server is silent, and goes on by itself meanwhile.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace omote::diagnosis {

class Resolver {
 public:
  explicit Resolver(std::string host);

  struct Answer {
    std::vector<std::string> addresses;  // numeric, in the system's order; empty: none
    bool in_time = true;                 // false: no answer yet
  };
  // Asks now (or waits for the question that is under way). A numeric host is its own answer. Any thread.
  [[nodiscard]] Answer ask(std::chrono::milliseconds time);
  // What the last good answer said, else what ask() says within the time.
  [[nodiscard]] std::vector<std::string> last_known(std::chrono::milliseconds time);
  [[nodiscard]] const std::string& host() const { return host_; }

 private:
  struct Inside;
  std::string host_;
  std::shared_ptr<Inside> inside_;
};

}  // namespace omote::diagnosis
