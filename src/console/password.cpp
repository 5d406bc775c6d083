#include "console/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "console/common_passwords.hpp"

namespace omote::console {

namespace {

constexpr std::size_t kLeastSigns = 4;       // different ones
constexpr std::size_t kLeastBesideName = 8;  // characters that are not the name

bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || c > 0x7f;
}

// "abcdefghijkl", "987654321098": each sign follows the one before.
bool is_row(const std::u32string& text) {
  std::size_t steps = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto step = static_cast<std::int64_t>(text[i]) - static_cast<std::int64_t>(text[i - 1]);
    if (step == 1 || step == -1 || step == 9 || step == -9) ++steps;
  }
  return steps + 2 >= text.size();
}

// "password2026!" is "password": what stands around a word makes no other one of it.
std::u32string without_ends(const std::u32string& text) {
  const auto first = std::ranges::find_if(text, is_letter);
  auto last = text.end();
  while (last != first && !is_letter(*std::prev(last))) --last;
  return {first, last};
}

// "abcabcabcabc": a short text again and again.
bool repeats(const std::u32string& text) {
  for (std::size_t length = 1; length <= text.size() / 2; ++length) {
    bool same = true;
    for (std::size_t i = length; same && i < text.size(); ++i) same = text[i] == text[i - length];
    if (same) return true;
  }
  return false;
}

bool is_common(std::string_view password, std::string_view name) {
  const auto form = to_search_form(password);
  const auto text = to_code_points(form);
  if (std::set<char32_t>(text.begin(), text.end()).size() < kLeastSigns || is_row(text) || repeats(text)) return true;
  if (is_common_password(form) || is_common_word(to_utf8(without_ends(text)))) return true;
  const auto own = to_code_points(to_search_form(name));
  if (own.size() < 3 || text.find(own) == std::u32string::npos) return false;
  auto rest = text;
  for (auto at = rest.find(own); at != std::u32string::npos; at = rest.find(own)) rest.erase(at, own.size());
  return rest.size() < kLeastBesideName;
}

}  // namespace

Result<void> check_password(std::string_view password, std::string_view name) {
  const auto characters = to_code_points(password).size();
  if (characters < kLeastPassword) return fail("password_short");
  if (characters > kMostPassword) return fail("password_long");
  if (is_common(password, name)) return fail("password_common");
  return {};
}

Result<std::string> hash_password(std::string_view password) {
  char hash[crypto_pwhash_STRBYTES];
  if (sodium_init() < 0 || crypto_pwhash_str_alg(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                 crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail("password_not_hashed");
  }
  return std::string(hash);
}

bool is_password(std::string_view password, const std::string& hash) {
  return sodium_init() >= 0 && crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& hash_of_nobody() {
  static const auto kHash = hash_password(as_text(random_bytes(32)));
  static const std::string kNone;
  return kHash ? *kHash : kNone;
}

}  // namespace omote::console
