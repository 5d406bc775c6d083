#include "host/pc_actions.hpp"

#include <algorithm>

#include "diagnosis/remedies/system.hpp"

namespace omote::host {

namespace {

using diagnosis::Order;

constexpr std::chrono::seconds kServiceRestart{10};
constexpr std::chrono::seconds kHolderEnds{5};

const std::string* text_of(const Order& order, const char* id) {
  const auto* fact = order.facts.find(id, "");
  return fact != nullptr && fact->value ? std::get_if<std::string>(&*fact->value) : nullptr;
}

// Who holds the card, as the probe named it.
Result<void> ask_holder(const Order& order) {
  const auto* process = order.facts.find("reader.holder_pid", "");
  const auto* name = text_of(order, "reader.holder_program");
  const auto* number = process != nullptr && process->value ? std::get_if<double>(&*process->value) : nullptr;
  if (name == nullptr || number == nullptr) return fail("holder_not_known");
  return diagnosis::ask_to_close(static_cast<pid_t>(*number), *name, kHolderEnds);
}

// As the probe listed them: separated by a comma and a blank.
std::vector<std::string> leftovers_of(const Order& order) {
  std::vector<std::string> found;
  const auto* text = text_of(order, "pc.leftovers");
  for (std::size_t at = 0; text != nullptr && at < text->size();) {
    const auto end = std::min(text->find(", ", at), text->size());
    // It may close with how many more there are.
    if (text->at(at) != '+') found.push_back(text->substr(at, end - at));
    at = end + 2;
  }
  return found;
}

}  // namespace

PcActions::PcActions(PcActionsParts parts)
    : loop_(parts.loop), parts_(std::move(parts)), adapters_(diagnosis::LinkAdapters::open(parts_.link_adapters)) {
  known_ = adapters_.all();
}

PcActions::~PcActions() {
  alive_.reset();
  queue_.finish();
}

diagnosis::Action PcActions::on_thread(Work work) {
  return [this, work = std::move(work)](const Order& order, diagnosis::ActionDone done) {
    queue_.post([this, work, order, alive = std::weak_ptr(alive_), done = std::move(done)]() mutable {
      loop_.post([alive, done = std::move(done), result = work(order)]() mutable {
        if (!alive.expired()) done(std::move(result));
      });
    });
  };
}

void PcActions::add_to(diagnosis::Actions& actions) {
  actions.add("adapter_up", on_thread([this](const Order& order) { return bring_up(order); }));
  actions.add("address_restore", on_thread([this](const Order& order) { return restore_address(order); }));
  actions.add("adapter_recreate", on_thread([this](const Order& order) { return adapters_.recreate(order.terminal); }));
  actions.add("sleep_off", on_thread([this](const Order&) { return diagnosis::switch_sleep_off(parts_.root); }));
  actions.add("clear_leftovers",
              on_thread([this](const Order& order) { return diagnosis::put_aside(leftovers_of(order), parts_.leftovers); }));
  actions.add("ask_holder_to_close", on_thread(ask_holder));
  if (!parts_.restart_card_service.empty()) {
    actions.add("restart_card_service",
                on_thread([this](const Order&) { return diagnosis::run_command(parts_.restart_card_service, kServiceRestart); }));
  }
}

void PcActions::remember(const std::string& terminal, const std::string& address) {
  queue_.post([this, terminal, address, alive = std::weak_ptr(alive_)] {
    adapters_.remember(terminal, address);
    const auto* adapter = adapters_.of(terminal);
    if (adapter == nullptr) return;
    loop_.post([this, alive, terminal, adapter = *adapter] {
      if (!alive.expired()) known_[terminal] = adapter;
    });
  });
}

diagnosis::LinkAdapter PcActions::adapter_of(const std::string& terminal) const {
  const auto at = known_.find(terminal);
  return at == known_.end() ? diagnosis::LinkAdapter() : at->second;
}

std::string PcActions::not_remembered(const Order& order) const {
  if (!order.terminal.empty() && adapters_.of(order.terminal) != nullptr) return "";
  if (!order.terminal.empty()) return parts_.adapter_named ? parts_.adapter_named(order.terminal) : "";
  const auto* name = text_of(order, "link.spare_adapter_name");
  return name == nullptr ? "" : *name;
}

Result<void> PcActions::bring_up(const Order& order) const {
  const auto spare = not_remembered(order);
  return spare.empty() ? adapters_.bring_up(order.terminal) : adapters_.bring_up_spare(spare);
}

Result<void> PcActions::restore_address(const Order& order) const {
  const auto spare = not_remembered(order);
  if (spare.empty()) return adapters_.restore_address(order.terminal);
  return adapters_.give_spare_address(spare, parts_.link_address == "0.0.0.0" ? "" : parts_.link_address);
}

}  // namespace omote::host
