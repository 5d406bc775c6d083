// Where the result goes for the receipt computer.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/eligibility/message.hpp"

namespace omote::ports {

struct Delivery {
  std::string visit;
  WallTime time{};
  std::string institution_code;  // 10 digits
  eligibility::Message message;
};

struct Delivered {
  bool kept = false;   // the folder refused; the result waits in the outbox
  std::string file;    // the final path, empty when kept
  std::string reason;  // why it was kept
};

class OutputPort {
 public:
  virtual ~OutputPort() = default;
  // Writes the result once, whole, under its final name; the same visit is never written twice. Blocks for a few fsyncs.
  // Reason: output_lost (neither the folder nor the outbox took it).
  [[nodiscard]] virtual Result<Delivered> deliver(const Delivery& delivery) = 0;
  // Tries the outbox again; how many still wait.
  [[nodiscard]] virtual int flush() = 0;
  [[nodiscard]] virtual int waiting() const = 0;
};

}  // namespace omote::ports
