#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "base/file.hpp"
#include "net/local_token.hpp"

namespace omote::net {

namespace {

namespace fs = std::filesystem;

constexpr auto kOfMachine = "/run/omote";

std::string file_name(std::uint16_t port) {
  return fmt::format("console-{}.token", port);
}

// A folder in a place where everybody may write is only ours when nobody could have put it there before us.
bool closed_folder_of(const fs::path& folder, uid_t owner) {
  struct stat info{};
  return ::lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == owner && (info.st_mode & 077) == 0;
}

fs::path folder_of(uid_t user) {
  return fmt::format("/tmp/omote-{}", user);
}

Result<fs::path> folder_to_write() {
  std::error_code error;
  if (const char* wished = std::getenv("OMOTE_RUNTIME"); wished != nullptr && *wished != '\0') {
    fs::create_directories(wished, error);
    return fs::path(wished);
  }
  if (::access(kOfMachine, W_OK | X_OK) == 0) return fs::path(kOfMachine);
  auto own = folder_of(::geteuid());
  ::mkdir(own.c_str(), 0700);
  if (!closed_folder_of(own, ::geteuid())) return fail("runtime_folder_unusable", own.string());
  return own;
}

std::vector<fs::path> folders_to_read() {
  if (const char* wished = std::getenv("OMOTE_RUNTIME"); wished != nullptr && *wished != '\0') return {wished};
  std::vector<fs::path> folders{kOfMachine};
  const auto own = folder_of(::geteuid());
  if (closed_folder_of(own, ::geteuid())) folders.push_back(own);
  if (::geteuid() != 0) return folders;
  // The administrator of the machine speaks with everybody's host.
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/tmp", error)) {
    struct stat info{};
    if (!entry.path().filename().string().starts_with("omote-") || ::lstat(entry.path().c_str(), &info) != 0) continue;
    if (entry.path() != own && entry.path() == folder_of(info.st_uid) && closed_folder_of(entry.path(), info.st_uid))
      folders.push_back(entry.path());
  }
  return folders;
}

}  // namespace

Result<LocalToken> LocalToken::write(std::uint16_t port) {
  auto folder = folder_to_write();
  if (!folder) return pass(folder);
  LocalToken token(*folder / file_name(port), to_hex(random_bytes(32)));
  if (auto written = write_durably(token.file_, as_bytes(token.text_ + '\n')); !written) return pass(written);
  return token;
}

LocalToken::LocalToken(LocalToken&& other) noexcept
    : file_(std::exchange(other.file_, fs::path())), text_(std::move(other.text_)) {}

LocalToken::~LocalToken() {
  std::error_code ignored;
  if (!file_.empty()) fs::remove(file_, ignored);
}

std::optional<std::string> read_local_token(std::uint16_t port) {
  for (const auto& folder : folders_to_read()) {
    const auto read = read_file(folder / file_name(port), 256);
    if (!read || read->empty()) continue;
    auto text = as_text(*read);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  return std::nullopt;
}

Headers local_headers(std::uint16_t port) {
  Headers headers{{"Host", fmt::format("127.0.0.1:{}", port)}};
  if (auto token = read_local_token(port)) headers.emplace_back("Authorization", "Bearer " + *token);
  return headers;
}

}  // namespace omote::net
