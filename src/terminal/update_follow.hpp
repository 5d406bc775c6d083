// The terminal's own software follows the host's (docs/update.md): what the host sends is put where another program of this
// device (omote-terminal-update.service, root) installs it, and how that ended is told to the host. Nothing is trusted here.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/queue_thread.hpp"
#include "net/loop.hpp"
#include "schema/link.pb.h"
#include "terminal/release_part.hpp"

namespace omote::terminal {

struct UpdatePlaces {
  std::string way = "by_hand";    // "host", "by_hand": nobody here installs what would be sent
  std::filesystem::path folder;   // where the release is put
  std::filesystem::path verdict;  // where the installer says how it ended
};
// "auto" becomes "host" where this program is an installed version whose installer waits beside it under systemd.
[[nodiscard]] std::string update_way(const std::string& wanted);

// Loop's thread only; the disk works on a thread of its own, and the heartbeats of the link go on meanwhile.
class UpdateFollow {
 public:
  // `send`: to the host; false when it is not there, or knows of no releases.
  UpdateFollow(net::Loop& loop, UpdatePlaces places, std::function<bool(link::v1::ToHost message)> send);
  ~UpdateFollow();
  UpdateFollow(const UpdateFollow&) = delete;
  UpdateFollow& operator=(const UpdateFollow&) = delete;

  // The host is there (again): it is told at once.
  void link_up();
  // Every now and then: tells the host what changed.
  void tick();
  void hear(const link::v1::ReleaseOffer& offer);
  void hear(const link::v1::ReleasePiece& piece);

 private:
  using Work = std::function<Result<void>()>;
  [[nodiscard]] link::v1::UpdateState state() const;
  void on_disk(Work work);
  void ask(const Result<void>& done);

  net::Loop& loop_;
  UpdatePlaces places_;
  std::function<bool(link::v1::ToHost)> send_;
  std::string told_;
  std::shared_ptr<std::optional<ReleasePart>> part_ = std::make_shared<std::optional<ReleasePart>>();  // the disk's thread only
  Bytes wanted_;          // the checksum of what is fetched; empty: nothing is
  bool working_ = false;  // on the disk
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  QueueThread disk_;  // last: uses the others
};

}  // namespace omote::terminal
