// Tries left and changed values of one card's keys, in a file that survives the program.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"

namespace omote::sim::card {

// Without a path it lives in memory only. One thread at a time.
class TryCounters {
 public:
  TryCounters() = default;
  // One line per key: "jpki.0018 tries=2" or "jpki.0018 tries=3 value=4321"; keys without a line are untouched.
  // Reason: counters_unreadable ("file:line: …").
  static Result<TryCounters> open(const std::filesystem::path& file);

  [[nodiscard]] int tries(const std::string& key, int fresh) const;
  [[nodiscard]] std::string value(const std::string& key, const std::string& first) const;
  // On disk before they return (write_durably); false when the file could not be written.
  bool set_tries(const std::string& key, int tries);
  bool set_value(const std::string& key, const std::string& value, int tries);

 private:
  struct Entry {
    int tries = 0;
    std::string value;
  };
  [[nodiscard]] bool save() const;
  std::filesystem::path file_;
  std::map<std::string, Entry> entries_;
};

}  // namespace omote::sim::card
