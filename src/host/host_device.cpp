// What the host does for the terminals as devices: the clinic's own words on their screens, who may open the settings there,
// and that their power follows this PC.
#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

void Host::open_messages() {
  messages_ = std::make_unique<MessageDesk>(parts_.settings, console_->audit(), [this] {
    for (const auto& [serial, desk] : desks_) {
      if (desk && link_ && link_->up(serial)) tell_settings(*desk);
    }
  });
  messages_->serve(console_->routes());
}

// A terminal's settings open for those who work at the console, by the same passwords and limits.
void Host::answer_staff(const std::string& serial, const link::v1::AskStaff& question) {
  link::v1::ToTerminal message;
  message.mutable_staff_answer()->set_number(question.number());
  if (question.name().empty()) {
    for (const auto& member : console_->staff()) message.mutable_staff_answer()->add_names(member.name);
    link_->send(serial, message);
    return;
  }
  console_->signing_in().check(question.name(), question.password(), question.code(), "terminal",
                               [this, serial, message](const console::StaffCheck& check) mutable {
                                 auto& answer = *message.mutable_staff_answer();
                                 answer.set_reason(check.reason);
                                 answer.set_wait_s(static_cast<std::uint32_t>(check.wait.count()));
                                 answer.set_name(check.name);
                                 if (!check.name.empty()) answer.set_role(std::string(to_string(check.role)));
                                 link_->send(serial, message);
                               });
}

void Host::device_acted(const std::string& serial, const link::v1::DeviceActed& acted) {
  journal([&](journal::v1::Event& event) {
    event.set_terminal(serial);
    event.mutable_setting_changed()->set_by(acted.by());
    event.mutable_setting_changed()->set_what("terminal");
    event.mutable_setting_changed()->set_name(acted.what());
  });
}

void Host::pc_goes_down() {
  for (const auto& [serial, desk] : desks_) {
    link::v1::ToTerminal message;
    message.mutable_pc_goes_down();
    if (link_->up(serial)) link_->send(serial, message);
  }
  log::info("this PC goes down: the terminals are told");
}

}  // namespace omote::host
