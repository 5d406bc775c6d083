// The system's card service (PC/SC) and who is connected to it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace omote::diagnosis {

// Where programs of this environment meet the service.
[[nodiscard]] std::filesystem::path card_service_socket();

struct ServiceLook {
  std::string service;  // "running", "missing"
  int readers = 0;
};
// Blocks for ever when the service stands still.
[[nodiscard]] ServiceLook look_at_card_service();

struct Holder {
  int pid = 0;
  std::string program;
};
struct Holders {
  bool told = false;  // the system told who is connected
  std::vector<Holder> known;
  int hidden = 0;  // connections of programs that this user may not see
};
// The programs that hold a connection to the service's socket, ours aside.
[[nodiscard]] Holders card_service_users(const std::filesystem::path& socket);

}  // namespace omote::diagnosis
