#include "console/audit.hpp"

#include "base/log.hpp"

namespace omote::console {

namespace {

std::string terminal_of(const v1::FromPage& wish) {
  switch (wish.kind_case()) {
    case v1::FromPage::kPairStart: return wish.pair_start().serial();
    case v1::FromPage::kPairAnswer: return wish.pair_answer().serial();
    case v1::FromPage::kForget: return wish.forget().serial();
    case v1::FromPage::kStaffConfirm: return wish.staff_confirm().terminal();
    case v1::FromPage::kCancel: return wish.cancel().terminal();
    case v1::FromPage::kSwitchCheckIn: return wish.switch_check_in().terminal();
    default: return "";
  }
}

}  // namespace

void Audit::write(const journal::v1::Event& event) const {
  if (const auto written = journal_.append(event); !written) log::error("{}", describe(written.error()));
}

void Audit::signed_in(const std::string& by, Role role, const std::string& way) const {
  journal::v1::Event event;
  event.mutable_signed_in()->set_by(by);
  event.mutable_signed_in()->set_role(std::string(to_string(role)));
  event.mutable_signed_in()->set_way(way);
  write(event);
}

void Audit::sign_in_failed(const std::string& name, const std::string& reason, std::chrono::seconds wait) const {
  journal::v1::Event event;
  event.mutable_sign_in_failed()->set_name(name);
  event.mutable_sign_in_failed()->set_reason(reason);
  event.mutable_sign_in_failed()->set_wait_s(static_cast<std::uint32_t>(wait.count()));
  write(event);
}

void Audit::signed_out(const std::string& by, const std::string& why) const {
  journal::v1::Event event;
  event.mutable_signed_out()->set_by(by);
  event.mutable_signed_out()->set_why(why);
  write(event);
}

void Audit::staff_changed(const Caller& by, const std::string& name, const std::string& what) const {
  journal::v1::Event event;
  event.mutable_staff_changed()->set_by(by.name);
  event.mutable_staff_changed()->set_name(name);
  event.mutable_staff_changed()->set_what(what);
  write(event);
}

void Audit::acted(const Caller& by, const v1::FromPage& wish) const {
  journal::v1::Event event;
  event.set_terminal(terminal_of(wish));
  if (wish.has_staff_confirm()) event.set_visit(wish.staff_confirm().visit());
  if (wish.has_cancel()) event.set_visit(wish.cancel().visit());
  event.mutable_staff_acted()->set_by(by.name);
  event.mutable_staff_acted()->set_what(name_of(wish));
  write(event);
}

void Audit::setting_changed(const Caller& by, const std::string& what, const std::string& name) const {
  journal::v1::Event event;
  event.mutable_setting_changed()->set_by(by.name);
  event.mutable_setting_changed()->set_what(what);
  event.mutable_setting_changed()->set_name(name);
  write(event);
}

}  // namespace omote::console
