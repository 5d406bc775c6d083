#include "update/release.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/file.hpp"

namespace omote::update {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kProduct = "omote";
#if defined(__x86_64__)
constexpr std::string_view kSystem = "debian12-amd64";
#elif defined(__aarch64__)
constexpr std::string_view kSystem = "debian12-arm64";
#else
constexpr std::string_view kSystem = "unknown";
#endif
constexpr std::size_t kMostList = 4 << 20;
constexpr std::uint64_t kMostBytes = std::uint64_t{2} << 30;  // of a whole piece
constexpr std::string_view kLists = "share/omote/release";

std::string text_at(const nlohmann::json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// Stays in its folder, and is no name that only looks like it.
bool is_plain_path(const std::string& path) {
  const auto good = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == '/' || c == '+' || c == '@';
  };
  if (path.empty() || path.size() > 200 || !std::ranges::all_of(path, good)) return false;
  return path.front() != '/' && path.back() != '/' && path != "." && path != ".." && !path.starts_with("../") &&
         fs::path(path).lexically_normal().string() == path;
}

bool is_name(const std::string& name) {
  return !name.empty() && name.size() < 60 &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<Date> date_of(std::string text) {
  std::erase(text, '-');
  return parse_date(text);
}

// What is wrong with the files of a list; "" when nothing is.
std::string read_files(const nlohmann::json& files, Piece& piece) {
  if (!files.is_array() || files.empty()) return "it names no files";
  std::set<std::string> seen;
  std::uint64_t bytes = 0;
  for (const auto& entry : files) {
    if (!entry.is_object() || !entry.contains("size") || !entry["size"].is_number_unsigned()) return "a file without size";
    ReleaseFile file{text_at(entry, "path"), text_at(entry, "sha256"), entry["size"].get<std::uint64_t>(),
                     entry.value("program", false)};
    if (!is_plain_path(file.path)) return fmt::format("\"{}\" is no path in its folder", file.path.substr(0, 80));
    if (!seen.insert(file.path).second) return file.path + " is named twice";
    if (const auto sum = from_hex(file.sha256); !sum || sum->size() != 32) return file.path + " has no checksum";
    if (file.size > kMostBytes - bytes) return "it is larger than 2 GiB";
    bytes += file.size;
    piece.files.push_back(std::move(file));
  }
  return {};
}

std::string read_list(const nlohmann::json& json, Piece& piece) {
  if (!json.is_object() || json.value("format", 0) != 1) return "it is no list of format 1";
  piece.name = text_at(json, "piece");
  const auto version = parse_version(text_at(json, "version"));
  if (!is_name(piece.name)) return "it names no piece";
  if (!version) return "its version is not three numbers up to 999";
  piece.version = *version;
  return json.contains("files") ? read_files(json["files"], piece) : std::string("it names no files");
}

}  // namespace

Result<Piece> parse_piece(ByteView list, Date today) {
  const auto json = nlohmann::json::parse(list.begin(), list.end(), nullptr, false);
  Piece piece;
  std::string wrong;
  try {
    wrong = read_list(json, piece);
  } catch (const nlohmann::json::exception&) {
    wrong = "a value has another type than it should";
  }
  const auto until = wrong.empty() ? date_of(text_at(json, "until")) : std::nullopt;
  if (wrong.empty() && !until) wrong = "it does not say until when it may be used";
  if (!wrong.empty()) return fail("release_unreadable", wrong);
  if (text_at(json, "product") != kProduct || text_at(json, "system") != kSystem) {
    return fail("release_for_another", fmt::format("{} for {}; this is {} for {}", text_at(json, "product"),
                                                   text_at(json, "system"), kProduct, kSystem));
  }
  if (today > *until)
    return fail("release_out_of_date", fmt::format("{} was to be installed until {}", piece.name, to_iso(*until)));
  return piece;
}

struct Keys::Key {
  std::string name;
  EVP_PKEY* key = nullptr;
  Key(std::string of, EVP_PKEY* public_key) : name(std::move(of)), key(public_key) {}
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { EVP_PKEY_free(key); }

  [[nodiscard]] bool signed_this(ByteView list, ByteView signature) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), list.data(), list.size()) == 1;
  }
};

Result<Keys> Keys::read(const fs::path& folder) {
  Keys keys;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".pub") continue;
    const auto text = read_file(entry.path(), 16 << 10);
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
        text ? BIO_new_mem_buf(text->data(), static_cast<int>(text->size())) : nullptr, BIO_free);
    EVP_PKEY* key = bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr;
    if (key != nullptr) keys.keys_.push_back(std::make_shared<const Key>(entry.path().stem().string(), key));
    if (key == nullptr || EVP_PKEY_id(key) != EVP_PKEY_ED25519)
      return fail("update_keys_unreadable", entry.path().string() + " is no Ed25519 public key (PEM)");
  }
  if (keys.keys_.empty()) return fail("update_keys_missing", "no NAME.pub in " + folder.string());
  if (const auto text = read_file(folder / "required", 16)) keys.required_ = std::atoi(as_text(*text).c_str());
  // An unreadable number asks for more than there can be: nothing is let through.
  if (keys.required_ < 1) keys.required_ = static_cast<int>(keys.keys_.size()) + 1;
  return keys;
}

Result<void> Keys::check(ByteView list, std::string_view signatures) const {
  std::istringstream lines{std::string(signatures)};
  std::set<const Key*> good;
  std::string name, text;
  for (int line = 0; line < 20 && lines >> name >> text; ++line) {
    const auto signature = from_base64(text);
    if (!signature || signature->size() != 64) continue;
    for (const auto& key : keys_) {
      if (key->name == name && key->signed_this(list, *signature)) good.insert(key.get());
    }
  }
  if (std::ssize(good) >= required_) return {};
  return fail("release_not_signed", fmt::format("{} of {} signatures needed are right", good.size(), required_));
}

namespace {

// Everything that the lists name is there, as long as it should be.
std::string missing_in(const Source& source, const Piece& piece) {
  for (const auto& file : piece.files) {
    const auto size = source.size_of(file.path);
    if (!size) return file.path + " is missing";
    if (*size != file.size) return file.path + " has another length";
  }
  return {};
}

}  // namespace

Result<Release> read_release(const Source& source, const Keys& keys, Date today, const std::vector<std::string>& wanted) {
  Release release;
  auto names = wanted;
  if (names.empty()) {
    for (const auto& name : source.names_in(std::string(kLists))) {
      if (name.ends_with(".json")) names.push_back(name.substr(0, name.size() - 5));
    }
  }
  std::string missing = names.empty() ? "no piece is in it" : "";
  for (const auto& name : names) {
    const auto file = fmt::format("{}/{}.json", kLists, name);
    const auto list = source.read(file, kMostList);
    const auto signatures = source.read(file + ".sig", 16 << 10);
    if (!list || !signatures) {
      missing = name + ", which is installed here, is not in it";
      break;
    }
    if (auto good = keys.check(*list, as_text(*signatures)); !good) return pass(good);
    auto piece = parse_piece(*list, today);
    if (!piece) return pass(piece);
    if (piece->name != name || (!release.pieces.empty() && piece->version != release.version))
      return fail("release_mixed", name + " belongs to another release");
    release.version = piece->version;
    if (missing = missing_in(source, *piece); !missing.empty()) break;
    release.pieces.push_back(std::move(*piece));
  }
  if (!missing.empty()) return fail("release_incomplete", missing);
  return release;
}

}  // namespace omote::update
