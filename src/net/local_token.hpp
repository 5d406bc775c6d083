// The key to a program's local server for whoever runs as the same user: a file that only that user (and root) can read. So
// the command line works without signing in, and nobody else does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "net/http.hpp"

namespace omote::net {

// A new token for the server on that port, in console-PORT.token of the run-time folder ($OMOTE_RUNTIME, else /run/omote when
// it is ours to use, else /tmp/omote-UID). The file stands as long as the object.
class LocalToken {
 public:
  // Reasons: runtime_folder_unusable (somebody else's, or open to others), those of write_durably.
  [[nodiscard]] static Result<LocalToken> write(std::uint16_t port);
  LocalToken(LocalToken&& other) noexcept;
  LocalToken& operator=(LocalToken&&) = delete;
  ~LocalToken();
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  LocalToken(std::filesystem::path file, std::string text) : file_(std::move(file)), text_(std::move(text)) {}
  std::filesystem::path file_;
  std::string text_;
};

// The token of the server on that port of this machine; nothing when there is none that this user may read.
[[nodiscard]] std::optional<std::string> read_local_token(std::uint16_t port);
// What a request to it carries: Host, and the token when there is one.
[[nodiscard]] Headers local_headers(std::uint16_t port);

}  // namespace omote::net
