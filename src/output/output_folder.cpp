#include "output/output_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "base/file.hpp"
#include "base/log.hpp"
#include "output/fhir/bundle.hpp"
#include "output/oqs/face_file.hpp"

namespace omote::output {

namespace {

namespace fs = std::filesystem;

bool is_result(const std::string& name) {
  return name.starts_with(oqs::kPrefix) && (name.ends_with(".xml") || name.ends_with(".json"));
}
bool is_left_behind(const std::string& name) {
  return name.starts_with("." + std::string(oqs::kPrefix)) && name.ends_with(".tmp");
}

template <class Wanted>
std::vector<fs::path> files(const fs::path& folder, Wanted wanted) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (wanted(at->path().filename().string())) found.push_back(at->path());
  }
  std::ranges::sort(found);
  return found;
}

void remove_left_behind(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& file : files(folder, is_left_behind)) fs::remove(file, ignored);
}

std::string token_of(const std::string& name) {
  return name.substr(std::min(name.size(), oqs::kPrefix.size() + 10), 20);
}

fs::path json_name(const std::string& name) {
  return fs::path(name).replace_extension(".json");
}

}  // namespace

Result<std::unique_ptr<OutputFolder>> OutputFolder::open(OutputOptions options, const Clock& clock) {
  std::error_code error;
  fs::create_directories(options.state / "outbox", error);
  if (error || ::chmod(options.state.c_str(), 0700) != 0) {
    return fail("output_state_unusable", options.state.string() + ": " + error.message());
  }
  for (const auto& folder : {options.folder, options.fhir_folder, options.state / "outbox"}) remove_left_behind(folder);
  auto index = DeliveryIndex::open(options.state / "deliveries", to_digits(to_jst(clock.now()).date));
  if (!index) return pass(index);
  return std::unique_ptr<OutputFolder>(new OutputFolder(std::move(options), std::move(*index)));
}

fs::path OutputFolder::target(const std::string& name) const {
  return (name.ends_with(".json") ? options_.fhir_folder : options_.folder) / name;
}

// A file of that name is ours already: the name belongs to the visit.
Result<void> OutputFolder::write_to_folder(const std::string& name, std::string_view contents) const {
  auto written = write_durably(target(name), as_bytes(contents), Replace::No, options_.mode);
  if (written || written.error().reason == Reason("file_exists")) return {};
  return written;
}

Result<void> OutputFolder::keep(const std::string& name, std::string_view contents) const {
  return write_durably(outbox() / name, as_bytes(contents), Replace::Yes, 0600);
}

void OutputFolder::deliver_fhir(const ports::Delivery& delivery, const std::string& name) const {
  if (options_.fhir_folder.empty()) return;
  const auto text = fhir::bundle(delivery);
  const auto json = json_name(name).string();
  const auto written = write_to_folder(json, text);
  if (written) return;
  const auto kept = keep(json, text);
  log::warning("FHIR bundle {}: {}", kept ? "waits in the outbox" : "is lost", describe(kept ? written.error() : kept.error()));
}

Result<ports::Delivered> OutputFolder::deliver(const ports::Delivery& delivery) {
  const std::scoped_lock lock(mutex_);
  const auto token = oqs::token(delivery.visit);
  const auto known = index_.find(token);
  const auto name = known ? known->file : oqs::file_name(delivery.institution_code, token, delivery.time);
  if (known && known->stage == DeliveryStage::Done) return ports::Delivered{false, target(name).string(), ""};
  if (known && known->stage == DeliveryStage::Kept) return ports::Delivered{true, "", "waits already"};
  auto file = oqs::face_file(delivery, options_.encoding);
  if (!file) return pass(file);
  if (!file->replaced.empty()) log::warning("{} characters outside CP932 were written as ●", file->replaced.size());
  if (!known) {
    if (auto begun = index_.note(token, {DeliveryStage::Begun, name}); !begun) log::warning("{}", describe(begun.error()));
  }
  auto written = write_to_folder(name, file->bytes);
  const auto kept = written ? Result<void>() : keep(name, file->bytes);
  if (!kept) return fail("output_lost", describe(written.error()) + "; outbox: " + describe(kept.error()));
  deliver_fhir(delivery, name);
  const auto stage = written ? DeliveryStage::Done : DeliveryStage::Kept;
  if (auto noted = index_.note(token, {stage, name}); !noted) log::warning("{}", describe(noted.error()));
  if (written) return ports::Delivered{false, target(name).string(), ""};
  return ports::Delivered{true, "", describe(written.error())};
}

int OutputFolder::flush() {
  const std::scoped_lock lock(mutex_);
  int left = 0;
  for (const auto& path : files(outbox(), is_result)) {
    const auto name = path.filename().string();
    const auto token = token_of(name);
    const bool xml = name.ends_with(".xml");
    const auto known = index_.find(token);
    const bool done = xml && known && known->stage == DeliveryStage::Done;
    const auto contents = read_file(path);
    if (!done && (!contents || !write_to_folder(name, as_text(*contents)))) {
      ++left;
      continue;
    }
    if (xml && !done) {
      if (auto noted = index_.note(token, {DeliveryStage::Done, name}); !noted) log::warning("{}", describe(noted.error()));
    }
    std::error_code ignored;
    fs::remove(path, ignored);
  }
  return left;
}

int OutputFolder::waiting() const {
  return static_cast<int>(files(outbox(), is_result).size());
}

}  // namespace omote::output
