#include "update/for_terminals.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/descriptor.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "diagnosis/probes/manifest.hpp"
#include "update/archive.hpp"

namespace omote::update {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kTerminalPieces{"omote-cli", "omote-models", "omote-terminal"};
constexpr std::string_view kNeeded = "omote-terminal";
constexpr off_t kMostRelease = off_t{2} << 30;

std::string dumped(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// For those who only read there: other accounts of this machine.
void open_to_readers(const fs::path& folder) {
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  fs::permissions(folder, fs::perms(0755), ignored);
}

void keep_only(const fs::path& folder, const std::string& name) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto other = entry.path().filename().string();
    if (other != name && other != "offer.json") fs::remove(entry.path(), error);
  }
}

bool is_release_name(std::string_view name) {
  constexpr std::string_view kBegin = "omote-", kEnd = ".release";
  if (!name.starts_with(kBegin) || !name.ends_with(kEnd) || name.size() <= kBegin.size() + kEnd.size()) return false;
  return true;
}

// The first by name; "" for none.
std::string release_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    auto name = entry.path().filename().string();
    if (is_release_name(name)) names.push_back(std::move(name));
  }
  return names.empty() ? std::string() : *std::ranges::min_element(names);
}

std::unexpected<Failure> not_taken(const std::string& why) {
  return fail("release_not_taken", why);
}

// Its bytes as they are at one time: whoever wrote it may still hold it open.
Result<void> copy_plain_file(const fs::path& from, const fs::path& to) {
  const Descriptor in(::open(from.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat about{};
  if (in.get() < 0 || ::fstat(in.get(), &about) != 0) return not_taken(std::strerror(errno));
  if (!S_ISREG(about.st_mode) || about.st_size > kMostRelease) return not_taken("no plain file, or too large");
  ::unlink(to.c_str());
  Descriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  std::vector<char> piece(256 << 10);
  off_t left = about.st_size;
  bool good = out.get() >= 0;
  while (good && left > 0) {
    const ssize_t n = ::read(in.get(), piece.data(), std::min<std::size_t>(piece.size(), static_cast<std::size_t>(left)));
    good = n > 0 && ::write(out.get(), piece.data(), static_cast<std::size_t>(n)) == n;
    left -= std::max<ssize_t>(n, 0);
  }
  if (!good || !out.close()) return not_taken(std::strerror(errno));
  return {};
}

// After a power cut in the middle of a trial the first look at it says that it failed before: that was this one.
void judge(Updater& updater, const fs::path& from, Taken& taken) {
  const auto outcome = updater.install({.from = from});
  if (outcome) {
    taken.verdict = outcome->unchanged ? "good" : std::string(to_string(outcome->verdict));
    taken.why = outcome->why;
    return;
  }
  taken.verdict = outcome.error().reason == Reason("release_failed_before") ? "taken_back" : "refused";
  taken.why = outcome.error().reason.text();
  if (!outcome.error().context.empty()) taken.why += ": " + outcome.error().context;
}

}  // namespace

fs::path offer_folder(const Places& places) {
  return places.book().parent_path() / "terminal";
}
fs::path verdict_file(const Places& places) {
  return places.book().parent_path() / "terminal-verdict.json";
}

Result<KeptRelease> keep_for_terminals(const Places& places, const Clock& clock, const fs::path& from, bool all_pieces) {
  auto keys = Keys::read(places.keys());
  if (!keys) return pass(keys);
  auto source = Source::open(from);
  if (!source) return pass(source);
  auto release = read_release(*source, *keys, to_jst(clock.now()).date, {});
  if (!release) return pass(release);
  if (!all_pieces)
    std::erase_if(release->pieces,
                  [](const Piece& piece) { return std::ranges::find(kTerminalPieces, piece.name) == kTerminalPieces.end(); });
  if (std::ranges::find(release->pieces, kNeeded, &Piece::name) == release->pieces.end())
    return fail("release_not_for_terminals", from.string());
  const auto folder = offer_folder(places);
  open_to_readers(places.book().parent_path());
  open_to_readers(folder);
  const auto name = "omote-" + to_string(release->version) + ".release";
  if (auto written = write_archive(*source, release->pieces, folder / ".part"); !written) return pass(written);
  KeptRelease kept{to_string(release->version), diagnosis::sha256_of_file(folder / ".part"), 0};
  std::error_code error;
  kept.size = fs::file_size(folder / ".part", error);
  if (!error) fs::rename(folder / ".part", folder / name, error);
  const Json offer{{"version", kept.version}, {"file", name}, {"size", kept.size}, {"sha256", kept.sha256}};
  // Its fsync of the folder covers the rename as well.
  const auto told = error ? Result<void>() : write_durably(folder / "offer.json", as_bytes(dumped(offer)), Replace::Yes, 0644);
  if (error || !told) return fail("offer_not_written", error ? error.message() : describe(told.error()));
  keep_only(folder, name);
  return kept;
}

Result<std::optional<Taken>> take_release(const Places& places, const Clock& clock, Updater& updater, const fs::path& folder) {
  const auto name = release_in(folder);
  if (name.empty()) return std::nullopt;
  open_to_readers(places.book().parent_path());
  Taken taken;
  taken.version = name.substr(6, name.size() - 14);
  const auto copy = places.book().parent_path() / ".incoming";
  if (const auto copied = copy_plain_file(folder / name, copy); copied) {
    taken.sha256 = diagnosis::sha256_of_file(copy);
    judge(updater, copy, taken);
  } else {
    taken.verdict = "refused";
    taken.why = describe(copied.error());
  }
  taken.number =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(clock.now().time_since_epoch()).count());
  const Json json{{"number", taken.number},
                  {"version", taken.version},
                  {"sha256", taken.sha256},
                  {"verdict", taken.verdict},
                  {"why", taken.why}};
  const auto written = write_durably(verdict_file(places), as_bytes(dumped(json)), Replace::Yes, 0644);
  // It goes whatever happened: what cannot be taken now must not be tried again and again.
  const bool gone = ::unlink((folder / name).c_str()) == 0 || ::rmdir((folder / name).c_str()) == 0;
  ::unlink(copy.c_str());
  if (!gone) return not_taken((folder / name).string() + ": " + std::strerror(errno));
  if (!written) return fail("verdict_not_written", describe(written.error()));
  return taken;
}

}  // namespace omote::update
