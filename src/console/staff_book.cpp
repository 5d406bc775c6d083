#include "console/staff_book.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "base/text.hpp"

namespace omote::console {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostStaff = 200;
constexpr std::size_t kLongestName = 40;

bool is_name(const std::string& name) {
  const auto characters = to_code_points(name);
  if (!is_utf8(name) || characters.empty() || characters.size() > kLongestName) return false;
  if (const auto form = to_search_form(name); form == kLocalName || form == kTicketName) return false;
  const auto is_blank = [](char32_t c) { return c == U' ' || c == U'\u3000'; };
  return !is_blank(characters.front()) && !is_blank(characters.back()) && to_one_line(name) == name;
}

bool is_administrator_among(const std::vector<Member>& members) {
  return std::ranges::any_of(members, [](const Member& one) { return one.role == Role::Administrator; });
}

std::vector<Member>::iterator at_name(std::vector<Member>& members, std::string_view name) {
  const auto form = to_search_form(name);
  return std::ranges::find_if(members, [&](const Member& one) { return to_search_form(one.name) == form; });
}

}  // namespace

StaffBook StaffBook::open(std::filesystem::path file) {
  StaffBook book(KeptFile::open(std::move(file), "omote-staff"));
  book.read();
  return book;
}

void StaffBook::read() {
  if (file_.contents().empty()) return;
  const auto json = Json::parse(file_.contents(), nullptr, false);
  for (const auto& row : json.is_object() ? json.value("staff", Json::array()) : Json::array()) {
    const auto role = role_of(row.value("role", ""));
    if (!role || row.value("name", "").empty()) continue;
    members_.push_back({row.value("name", ""), *role, row.value("password", ""), row.value("totp", "")});
  }
  if (members_.empty()) log::error("{}: nobody stands in the staff book", file_.file().string());
}

Result<void> StaffBook::save(std::vector<Member> members) {
  auto rows = Json::array();
  for (const auto& one : members) {
    rows.push_back({{"name", one.name}, {"role", to_string(one.role)}, {"password", one.password}, {"totp", one.totp}});
  }
  if (auto saved = file_.save(Json{{"staff", rows}}.dump()); !saved) return saved;
  members_ = std::move(members);
  return {};
}

bool StaffBook::has_administrator() const {
  return is_administrator_among(members_);
}

const Member* StaffBook::find(std::string_view name) const {
  const auto form = to_search_form(name);
  const auto at = std::ranges::find_if(members_, [&](const Member& one) { return to_search_form(one.name) == form; });
  return at == members_.end() ? nullptr : &*at;
}

Result<void> StaffBook::add(Member member) {
  if (!is_name(member.name)) return fail("staff_name_wrong");
  if (find(member.name) != nullptr) return fail("staff_name_taken");
  if (members_.size() >= kMostStaff) return fail("staff_too_many");
  auto members = members_;
  members.push_back(std::move(member));
  return save(std::move(members));
}

template <class Change>
Result<void> StaffBook::change(std::string_view name, Change change) {
  auto members = members_;
  const auto at = at_name(members, name);
  if (at == members.end()) return fail("staff_unknown");
  change(members, at);
  if (has_administrator() && !is_administrator_among(members)) return fail("staff_last_administrator");
  return save(std::move(members));
}

Result<void> StaffBook::set_role(std::string_view name, Role role) {
  return change(name, [&](auto&, auto at) { at->role = role; });
}

Result<void> StaffBook::remove(std::string_view name) {
  return change(name, [](auto& members, auto at) { members.erase(at); });
}

Result<void> StaffBook::set_password(std::string_view name, std::string hash) {
  return change(name, [&](auto&, auto at) { at->password = std::move(hash); });
}

Result<void> StaffBook::set_totp(std::string_view name, std::string sealed) {
  return change(name, [&](auto&, auto at) { at->totp = std::move(sealed); });
}

}  // namespace omote::console
