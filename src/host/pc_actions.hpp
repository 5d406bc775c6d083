// The cures that this PC's operating system carries out, on a thread of their own (diagnosis/remedies). Loop's thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/queue_thread.hpp"
#include "diagnosis/remedies/actions.hpp"
#include "diagnosis/remedies/link_adapters.hpp"
#include "net/loop.hpp"

namespace omote::host {

struct PcActionsParts {
  net::Loop& loop;
  std::filesystem::path link_adapters;            // file of how the link's adapters were while all was well
  std::filesystem::path leftovers;                // folder for what installations left behind
  std::vector<std::string> restart_card_service;  // command; empty: nobody said how
  std::function<std::string(const std::string& terminal)> adapter_named{};  // in the settings; "" when they name none
  std::string link_address{};        // of this PC on the link's network; "" or "0.0.0.0": nobody said
  std::filesystem::path root = "/";  // of the system's own files
};

class PcActions {
 public:
  explicit PcActions(PcActionsParts parts);
  PcActions(const PcActions&) = delete;
  PcActions& operator=(const PcActions&) = delete;
  ~PcActions();

  void add_to(diagnosis::Actions& actions);
  // The link to that terminal is up, at that address without port.
  void remember(const std::string& terminal, const std::string& address);
  // The adapter that the link to that terminal had when it was last up; without a name when nobody knows.
  [[nodiscard]] diagnosis::LinkAdapter adapter_of(const std::string& terminal) const;

 private:
  using Work = std::function<Result<void>(const diagnosis::Order&)>;
  [[nodiscard]] diagnosis::Action on_thread(Work work);
  // The adapter of a terminal that was never linked, by the settings; of a terminal that nobody knows, by the probe. "" for one
  // that is remembered.
  [[nodiscard]] std::string not_remembered(const diagnosis::Order& order) const;
  Result<void> bring_up(const diagnosis::Order& order) const;
  Result<void> restore_address(const diagnosis::Order& order) const;

  net::Loop& loop_;
  PcActionsParts parts_;
  diagnosis::LinkAdapters adapters_;                            // queue's thread only
  std::map<std::string, diagnosis::LinkAdapter> known_;         // for the loop
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // loop's thread only
  QueueThread queue_;
};

}  // namespace omote::host
