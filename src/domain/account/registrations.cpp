#include "domain/account/registrations.hpp"

#include <algorithm>

namespace omote::account {

namespace {

constexpr std::size_t kLeastDigits = 4;
constexpr std::size_t kMostDigits = 18;

Result<void> check_reader(std::string_view reader) {
  if (reader.empty() || reader.find_first_of(" \t\r\n") != std::string_view::npos) {
    return fail("reader_name_malformed", "a serial number without blanks is expected");
  }
  return {};
}

}  // namespace

bool is_login_name(std::string_view text) {
  if (!text.starts_with("F0")) return false;
  text.remove_prefix(2);
  if (text.size() < kLeastDigits || text.size() > kMostDigits) return false;
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<Registrations> Registrations::from(const std::vector<Registration>& all) {
  Registrations registrations;
  for (const auto& wish : all) {
    if (auto added = registrations.add(wish); !added) return fail("registrations_inconsistent", describe(added.error()));
  }
  return registrations;
}

const Registration* Registrations::of_device(std::string_view device_id) const {
  const auto at = std::ranges::find(all_, device_id, &Registration::device_id);
  return at == all_.end() ? nullptr : &*at;
}

const Registration* Registrations::of_reader(std::string_view reader) const {
  const auto at = std::ranges::find(all_, reader, &Registration::reader);
  return at == all_.end() ? nullptr : &*at;
}

Result<void> Registrations::add(const Registration& wish) {
  if (!is_login_name(wish.device_id)) return fail("login_name_malformed", wish.device_id);
  if (auto good = check_reader(wish.reader); !good) return good;
  if (of_device(wish.device_id) != nullptr) return fail("device_registered", wish.device_id);
  if (const auto* other = of_reader(wish.reader)) return fail("reader_registered", wish.reader + " with " + other->device_id);
  all_.insert(std::ranges::upper_bound(all_, wish.device_id, {}, &Registration::device_id), wish);
  return {};
}

Result<void> Registrations::update(const Registration& wish) {
  const auto at = std::ranges::find(all_, wish.device_id, &Registration::device_id);
  if (at == all_.end()) return fail("device_not_registered", wish.device_id);
  if (auto good = check_reader(wish.reader); !good) return good;
  if (const auto* other = of_reader(wish.reader); other != nullptr && other->device_id != wish.device_id) {
    return fail("reader_of_other_device", wish.reader + " with " + other->device_id);
  }
  at->reader = wish.reader;
  return {};
}

Result<void> Registrations::remove(std::string_view device_id) {
  if (std::erase_if(all_, [&](const Registration& one) { return one.device_id == device_id; }) == 0) {
    return fail("device_to_remove_unknown", std::string(device_id));
  }
  return {};
}

}  // namespace omote::account
