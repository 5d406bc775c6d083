#include "console/token_book.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "base/log.hpp"

namespace omote::console {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostTokens = 50;
constexpr std::size_t kLongestName = 40;
constexpr std::size_t kRandomBytes = 32;
constexpr std::string_view kBeginning = "omote_";  // so that scanners for lost secrets know what they found

bool is_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, fits) && name != kLocalName &&
         name != kTicketName;
}

std::string hash_of(std::string_view token) {
  return to_hex(sha256(as_bytes(token)));
}

}  // namespace

TokenBook TokenBook::open(std::filesystem::path file) {
  TokenBook book(KeptFile::open(std::move(file), "omote-tokens"));
  book.read();
  return book;
}

void TokenBook::read() {
  if (file_.contents().empty()) return;
  const auto json = Json::parse(file_.contents(), nullptr, false);
  if (!json.is_array()) return log::error("{}: no list of tokens", file_.file().string());
  for (const auto& row : json) {
    Token token{row.value("name", ""), {}, row.value("hash", ""), row.value("made", "")};
    for (const auto& word : row.value("rights", Json::array())) {
      if (const auto right = right_of(word.get<std::string>())) token.rights.insert(*right);
    }
    if (is_name(token.name) && !token.hash.empty()) tokens_.push_back(std::move(token));
  }
}

Result<void> TokenBook::save(std::vector<Token> tokens) {
  auto rows = Json::array();
  for (const auto& one : tokens) {
    auto rights = Json::array();
    for (const auto right : one.rights) rights.push_back(to_string(right));
    rows.push_back({{"name", one.name}, {"rights", rights}, {"hash", one.hash}, {"made", one.made}});
  }
  if (auto saved = file_.save(rows.dump()); !saved) return saved;
  tokens_ = std::move(tokens);
  return {};
}

Result<std::string> TokenBook::make(const std::string& name, const Rights& rights, const std::string& day) {
  if (!is_name(name)) return fail("token_name_wrong");
  if (std::ranges::find(tokens_, name, &Token::name) != tokens_.end()) return fail("token_name_taken");
  if (rights.empty()) return fail("token_rights_missing");
  if (tokens_.size() >= kMostTokens) return fail("token_too_many");
  auto text = std::string(kBeginning) + to_hex(random_bytes(kRandomBytes));
  auto tokens = tokens_;
  tokens.push_back({name, rights, hash_of(text), day});
  if (auto saved = save(std::move(tokens)); !saved) return pass(saved);
  return text;
}

Result<void> TokenBook::remove(std::string_view name) {
  auto tokens = tokens_;
  if (std::erase_if(tokens, [&](const Token& one) { return one.name == name; }) == 0) return fail("token_unknown");
  return save(std::move(tokens));
}

// Hashes are compared, so the time that it takes tells nothing of the token.
std::optional<Caller> TokenBook::find(std::string_view token) const {
  if (!token.starts_with(kBeginning)) return std::nullopt;
  const auto at = std::ranges::find(tokens_, hash_of(token), &Token::hash);
  if (at == tokens_.end()) return std::nullopt;
  return Caller{Caller::Way::Token, at->name, at->rights, ""};
}

}  // namespace omote::console
