// Makes small signed releases, as packaging/release.py does it for real ones, and breaks them on purpose.
#pragma once

#include <openssl/evp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace omote::test {

using Files = std::map<std::string, std::string>;  // path -> contents

struct ReleaseWish {
  std::string version = "1.0.0";
  std::string piece = "omote-host";
  Files files = {{"bin/omote-host", "#!/bin/sh\n"}, {"share/omote/web/index.html", "<p>one</p>\n"}};
  std::string product = "omote";
  std::string until = "2099-12-31";
};

// One maker of releases: a key of its own.
class ReleaseMaker {
 public:
  explicit ReleaseMaker(std::string name = "maker");
  // The public half, where machines look for it.
  void give_key_to(const std::filesystem::path& folder) const;
  // Writes the files and their signed list into the folder.
  void make(const std::filesystem::path& folder, const ReleaseWish& wish) const;
  // Signs a list that stands there (again).
  void sign(const std::filesystem::path& list, bool beside_others = false) const;

 private:
  std::string name_;
  std::shared_ptr<EVP_PKEY> key_;
};

void write(const std::filesystem::path& file, const std::string& contents);
[[nodiscard]] std::string contents_of(const std::filesystem::path& file);
// As one ustar file. Returns whether tar made it.
[[nodiscard]] bool pack(const std::filesystem::path& folder, const std::filesystem::path& archive);

}  // namespace omote::test
