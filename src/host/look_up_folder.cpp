#include "host/look_up_folder.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace omote::host {

namespace {

namespace fs = std::filesystem;
using eligibility::LookUp;
using eligibility::Message;

constexpr std::size_t kMostBytes = 4 << 20;
constexpr std::size_t kMostWaiting = 1'000;  // files looked at in one round
// What does not parse may still be written by somebody who does not rename: so many equal reads until it is given back.
constexpr int kGivenUp = 4;
constexpr const char* kPhase = "after";

// One field of a line that is read by programs: no comma, no line end.
std::string field(std::string_view text) {
  auto line = to_one_line(text);
  for (auto& c : line) {
    if (c == ',') c = ' ';
  }
  return line;
}

}  // namespace

LookUpFolder::LookUpFolder(LookUpFolderParts parts)
    : parts_(std::move(parts)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void LookUpFolder::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested()) {
    look(stop);
    stopped.wait_for(lock, stop, parts_.look_every, [] { return false; });
  }
}

void LookUpFolder::look(const std::stop_token& stop) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(parts_.requests, error), end; !error && at != end; at.increment(error)) {
    auto name = at->path().filename().string();
    if (names.size() < kMostWaiting && eligibility::look_up_kind(name)) names.push_back(std::move(name));
  }
  std::erase_if(seen_, [&](const auto& known) { return std::ranges::find(names, known.first) == names.end(); });
  for (const auto& name : names) {
    if (stop.stop_requested()) return;
    auto& seen = seen_[name];
    if (!whole(name, seen)) continue;
    const auto bytes = std::move(seen.bytes);
    seen_.erase(name);
    answer(name, bytes);
  }
}

// Read twice without a change, and well-formed or so for long.
bool LookUpFolder::whole(const std::string& name, Seen& seen) const {
  auto bytes = read_file(parts_.requests / name, kMostBytes);
  if (!bytes || bytes->empty()) return false;
  seen.equal = *bytes == seen.bytes ? seen.equal + 1 : 0;
  seen.bytes = std::move(*bytes);
  if (seen.equal == 0) return false;
  return seen.equal >= kGivenUp || eligibility::parse_xml_file(as_text(seen.bytes)).has_value();
}

void LookUpFolder::answer(const std::string& name, const Bytes& bytes) {
  const auto began = parts_.clock.steady();
  const auto kind = *eligibility::look_up_kind(name);
  auto tree = eligibility::parse_xml_file(as_text(bytes));
  const auto encoding = eligibility::declared_encoding(as_text(bytes));
  auto message = tree ? Message{std::move(*tree)} : Message{};
  auto answered = tree && encoding ? ask(kind, message) : Result<Message>(fail("look_up_unreadable"));
  auto done = answered ? put(eligibility::answer_name(name), std::move(*answered), *encoding) : Result<void>(pass(answered));
  std::error_code ignored;
  if (done) {
    fs::remove(parts_.requests / name, ignored);
  } else {
    give_back(name, done.error());
  }
  note(name, done ? "" : std::string(done.error().reason.text()), began);
}

Result<Message> LookUpFolder::ask(LookUp kind, Message& request) {
  if (auto complete = eligibility::complete_look_up(request, kind, parts_.institution_code); !complete) return pass(complete);
  if (!port_) {
    auto port = parts_.make_port();
    if (!port) return pass(port);
    port_ = std::move(*port);
  }
  auto answered = port_->ask(kind, request);
  // A changed password or certificate counts with the next question.
  if (!answered) port_.reset();
  return answered;
}

// In the encoding of the question.
Result<void> LookUpFolder::put(const std::string& name, Message message, eligibility::Encoding encoding) const {
  const bool utf8 = encoding == eligibility::Encoding::Utf8;
  message.root.child("MessageHeader").set("CharacterCodeIdentifier", utf8 ? "0" : "1");
  drop_empty(message.root);
  auto file = eligibility::to_xml_file(message.root, encoding);
  if (!file) return pass(file);
  auto written = write_durably(parts_.responses / name, as_bytes(file->bytes), Replace::No, 0660);
  // Written before a power cut took the rest: that answer stands.
  if (!written && written.error().reason.text() == "file_exists") return {};
  return written;
}

// The request itself comes back beside a file that says why: code, words, detail (reference/online-eligibility.md §2.3).
void LookUpFolder::give_back(const std::string& name, const Failure& failure) const {
  const std::string reason(failure.reason.text());
  const auto& entry = parts_.catalogue.raised_by(reason, kPhase);
  const auto& code = entry.detail.empty() ? entry.code : entry.shows.empty() ? entry.detail : entry.shows;
  const auto line = field(code) + "," + field(entry.heading.ja) + "," + field(reason + " " + failure.context) + "\r\n";
  auto beside = parts_.responses / name;
  beside.replace_extension(".err");
  std::error_code error;
  fs::rename(parts_.requests / name, parts_.responses / name, error);
  if (error) log::warning("{} cannot be given back: {}", name, error.message());
  if (const auto written = write_durably(beside, as_bytes(to_cp932(line).bytes), Replace::Yes, 0660); !written) {
    log::warning("{}", describe(written.error()));
  }
}

// The name of a file is the receipt computer's; nothing of a person is in the record.
void LookUpFolder::note(const std::string& name, const std::string& reason, SteadyTime began) const {
  journal::v1::Event event;
  auto& called = *event.mutable_library_called();
  called.set_function(eligibility::look_up_kind(name) == LookUp::Eligibility ? "look_up" : "register_reference");
  if (!reason.empty()) {
    const auto& entry = parts_.catalogue.raised_by(reason, kPhase);
    called.set_code(entry.code);
    called.set_detail(entry.shows.empty() ? entry.detail : entry.shows);
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(parts_.clock.steady() - began);
  called.set_took_ms(static_cast<std::uint32_t>(took.count()));
  if (const auto written = parts_.journal.append(event); !written) log::error("{}", describe(written.error()));
}

}  // namespace omote::host
