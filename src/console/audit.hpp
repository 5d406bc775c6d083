// What is written down about those who work at the console (schema/journal.proto).
#pragma once

#include <chrono>
#include <string>

#include "console/rights.hpp"
#include "ports/journal_port.hpp"

namespace omote::console {

class Audit {
 public:
  explicit Audit(ports::JournalPort& journal) : journal_(journal) {}

  void signed_in(const std::string& by, Role role, const std::string& way) const;
  // The name is "" when nobody has it.
  void sign_in_failed(const std::string& name, const std::string& reason, std::chrono::seconds wait) const;
  void signed_out(const std::string& by, const std::string& why) const;
  void staff_changed(const Caller& by, const std::string& name, const std::string& what) const;
  // A wish of the page that its sender may have; with the terminal and the visit that it names.
  void acted(const Caller& by, const v1::FromPage& wish) const;
  // `what` is the tool ("messages"), `name` the setting; never its value.
  void setting_changed(const Caller& by, const std::string& what, const std::string& name) const;

 private:
  void write(const journal::v1::Event& event) const;
  ports::JournalPort& journal_;
};

}  // namespace omote::console
