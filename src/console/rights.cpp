#include "console/rights.hpp"

#include <array>
#include <utility>

namespace omote::console {

namespace {

constexpr std::array<std::pair<Right, std::string_view>, 3> kRights{
    {{Right::Look, "look"}, {Right::Operate, "operate"}, {Right::Change, "change"}}};

}  // namespace

std::string_view to_string(Right right) {
  for (const auto& [known, word] : kRights)
    if (known == right) return word;
  return "";
}

std::optional<Right> right_of(std::string_view word) {
  for (const auto& [right, known] : kRights)
    if (known == word) return right;
  return std::nullopt;
}

std::string_view to_string(Role role) {
  return role == Role::Administrator ? "administrator" : "user";
}

std::optional<Role> role_of(std::string_view word) {
  for (const auto role : {Role::User, Role::Administrator})
    if (word == to_string(role)) return role;
  return std::nullopt;
}

Rights rights_of(Role role) {
  if (role == Role::Administrator) return {Right::Look, Right::Operate, Right::Change};
  return {Right::Look, Right::Operate};
}

Caller local_caller() {
  return {Caller::Way::Local, std::string(kLocalName), rights_of(Role::Administrator), ""};
}

// Every kind is named here: a new one does not compile until somebody decided who may do it.
std::optional<Right> right_of(const v1::FromPage& wish) {
  switch (wish.kind_case()) {
    case v1::FromPage::kPairStart:
    case v1::FromPage::kPairAnswer:
    case v1::FromPage::kForget: return Right::Change;
    case v1::FromPage::kStaffConfirm:
    case v1::FromPage::kCancel:
    case v1::FromPage::kRunRemedy:
    case v1::FromPage::kStepDone:
    case v1::FromPage::kAnswerQuestion:
    case v1::FromPage::kRunSelfTest:
    case v1::FromPage::kCollect:
    case v1::FromPage::kSwitchCheckIn: return Right::Operate;
    case v1::FromPage::KIND_NOT_SET: break;
  }
  return std::nullopt;
}

std::string name_of(const v1::FromPage& wish) {
  const auto* field = v1::FromPage::descriptor()->FindFieldByNumber(wish.kind_case());
  return field == nullptr ? "" : field->name();
}

}  // namespace omote::console
