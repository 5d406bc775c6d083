// Tokens of programs that use the console's interface: names, rights and hashes, in a kept file. The token itself is told once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/kept_file.hpp"
#include "console/rights.hpp"

namespace omote::console {

struct Token {
  std::string name;  // of the program: 1 to 40 small letters, digits, '-' and '_'
  Rights rights;
  std::string hash;  // SHA-256 of the token, hex: it has 256 random bits, so a slow hash protects nothing more
  std::string made;  // day, ISO
};

// Loop's thread only. Every change is on the disk when it returns; one that is refused changes nothing.
class TokenBook {
 public:
  [[nodiscard]] static TokenBook open(std::filesystem::path file);

  [[nodiscard]] const std::vector<Token>& tokens() const { return tokens_; }
  // A new token, to be told to whoever asked and kept nowhere. Reasons: token_name_wrong, token_name_taken, token_rights_missing,
  // token_too_many, those of KeptFile::save.
  [[nodiscard]] Result<std::string> make(const std::string& name, const Rights& rights, const std::string& day);
  // Reasons: token_unknown, those of KeptFile::save.
  [[nodiscard]] Result<void> remove(std::string_view name);
  // Whose it is; nothing for one that nobody has.
  [[nodiscard]] std::optional<Caller> find(std::string_view token) const;

 private:
  explicit TokenBook(KeptFile file) : file_(std::move(file)) {}
  void read();
  [[nodiscard]] Result<void> save(std::vector<Token> tokens);

  KeptFile file_;
  std::vector<Token> tokens_;
};

}  // namespace omote::console
