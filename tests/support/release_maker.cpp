#include "tests/support/release_maker.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/bytes.hpp"
#include "base/process.hpp"

namespace omote::test {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& contents) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << contents;
}

std::string contents_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

bool pack(const fs::path& folder, const fs::path& archive) {
  Command command{.argv = {"tar", "--format=ustar", "-C", folder.string(), "-cf", archive.string(), "."}};
  auto process = start_process(command);
  return process && process->wait(std::chrono::seconds(20)) == 0;
}

ReleaseMaker::ReleaseMaker(std::string name)
    : name_(std::move(name)), key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free) {}

void ReleaseMaker::give_key_to(const fs::path& folder) const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &text);
  write(folder / (name_ + ".pub"), std::string(text, static_cast<std::size_t>(size)));
}

void ReleaseMaker::make(const fs::path& folder, const ReleaseWish& wish) const {
  nlohmann::ordered_json list{{"format", 1},
                              {"product", wish.product},
                              {"system", "debian12-amd64"},
                              {"piece", wish.piece},
                              {"version", wish.version},
                              {"released", "2026-11-27"},
                              {"until", wish.until},
                              {"files", nlohmann::ordered_json::array()}};
#if defined(__aarch64__)
  list["system"] = "debian12-arm64";
#endif
  for (const auto& [path, contents] : wish.files) {
    write(folder / path, contents);
    list["files"].push_back({{"path", path},
                             {"size", contents.size()},
                             {"sha256", to_hex(sha256(as_bytes(contents)))},
                             {"program", path.starts_with("bin/")}});
  }
  const auto file = folder / "share/omote/release" / (wish.piece + ".json");
  write(file, list.dump(1) + "\n");
  sign(file);
}

void ReleaseMaker::sign(const fs::path& list, bool beside_others) const {
  const auto text = contents_of(list);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::array<unsigned char, 64> signature{};
  std::size_t size = signature.size();
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get());
  EVP_DigestSign(context.get(), signature.data(), &size, as_bytes(text).data(), text.size());
  const auto beside = list.string() + ".sig";
  write(beside, (beside_others ? contents_of(beside) : "") + fmt::format("{} {}\n", name_, to_base64(signature)));
}

}  // namespace omote::test
