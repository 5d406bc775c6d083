// Which device account (F0…) of the national system belongs to which card reader, for one environment. Each environment has
// registrations of its own (S18); within one, a device and a reader stand once (reference/trust.md §3.8).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace omote::account {

struct Registration {
  std::string device_id;  // the login name, F0 and digits
  std::string reader;     // which reader uses it: here the terminal's serial number
  friend bool operator==(const Registration&, const Registration&) = default;
};

// The clinic makes the name itself: F0, then 4 to 18 digits.
[[nodiscard]] bool is_login_name(std::string_view text);

class Registrations {
 public:
  Registrations() = default;
  // What a file holds: registrations that stand twice are refused. Reason: registrations_inconsistent.
  [[nodiscard]] static Result<Registrations> from(const std::vector<Registration>& all);

  [[nodiscard]] const std::vector<Registration>& all() const { return all_; }
  // Nothing when there is none.
  [[nodiscard]] const Registration* of_device(std::string_view device_id) const;
  [[nodiscard]] const Registration* of_reader(std::string_view reader) const;

  // The four mistakes of 0x81000001 are told apart, in this order:
  // Reasons: login_name_malformed, reader_name_malformed (empty, or with blanks), device_registered (①), reader_registered (②).
  [[nodiscard]] Result<void> add(const Registration& wish);
  // Another reader for a device. Reasons: device_not_registered (④), reader_of_other_device (③).
  [[nodiscard]] Result<void> update(const Registration& wish);
  // Reason: device_to_remove_unknown.
  [[nodiscard]] Result<void> remove(std::string_view device_id);

 private:
  std::vector<Registration> all_;  // by device_id
};

}  // namespace omote::account
