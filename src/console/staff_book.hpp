// The accounts of the staff, in a kept file: names, roles, hashes of passwords, sealed secrets of one-time codes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/kept_file.hpp"
#include "console/rights.hpp"

namespace omote::console {

struct Member {
  std::string name;  // as it is shown and typed; small and capital letters and widths count as the same
  Role role = Role::User;
  std::string password;  // Argon2id, console/password.hpp
  std::string totp;      // sealed (base/secret_box.hpp), "" without
};

// Loop's thread only. Every change is on the disk when it returns; one that is refused changes nothing.
class StaffBook {
 public:
  [[nodiscard]] static StaffBook open(std::filesystem::path file);

  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  [[nodiscard]] bool has_administrator() const;
  [[nodiscard]] const Member* find(std::string_view name) const;
  // Reasons: staff_name_wrong, staff_name_taken, staff_too_many, those of KeptFile::save.
  [[nodiscard]] Result<void> add(Member member);
  // Reasons: staff_unknown, staff_last_administrator (somebody must be able to change things), those of KeptFile::save.
  [[nodiscard]] Result<void> set_role(std::string_view name, Role role);
  [[nodiscard]] Result<void> remove(std::string_view name);
  // Reasons: staff_unknown, those of KeptFile::save.
  [[nodiscard]] Result<void> set_password(std::string_view name, std::string hash);
  [[nodiscard]] Result<void> set_totp(std::string_view name, std::string sealed);

 private:
  explicit StaffBook(KeptFile file) : file_(std::move(file)) {}
  void read();
  [[nodiscard]] Result<void> save(std::vector<Member> members);
  // The members with one of them changed; the reasons of set_role.
  template <class Change>
  [[nodiscard]] Result<void> change(std::string_view name, Change change);

  KeptFile file_;
  std::vector<Member> members_;
};

}  // namespace omote::console
