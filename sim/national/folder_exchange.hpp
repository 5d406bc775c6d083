// The file exchange of the simulated national system, as the clinic's connection program offers it
// (reference/online-eligibility.md §2): requests in req/, answers or ".err" in res/.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "net/loop.hpp"
#include "sim/national/service.hpp"
#include "sim/national/switches.hpp"

namespace omote::sim::national {

// Looks every 100 ms. While the switch "network" is not "up" nothing is taken; with the fault "silent" requests are taken and
// never answered.
class FolderExchange {
 public:
  FolderExchange(net::Loop& loop, std::filesystem::path folder, Service& service, const Switches& switches);
  FolderExchange(const FolderExchange&) = delete;
  FolderExchange& operator=(const FolderExchange&) = delete;
  ~FolderExchange();

 private:
  void look();
  void take(const std::filesystem::path& request);
  void give_back(const std::filesystem::path& request, const std::string& code, const std::string& message);

  net::Loop& loop_;
  std::filesystem::path folder_;
  Service& service_;
  const Switches& switches_;
  net::Loop::TimerId timer_ = 0;
};

}  // namespace omote::sim::national
