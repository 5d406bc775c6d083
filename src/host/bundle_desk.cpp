#include "host/bundle_desk.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/process.hpp"

namespace omote::host {

namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::size_t kBundlesKept = 5;
constexpr std::chrono::seconds kLongest{180};
constexpr std::size_t kMostBytes = 512u << 20;

}  // namespace

BundleDesk::BundleDesk(net::Loop& loop, const Clock& clock, const Settings& settings, OnChange on_change)
    : loop_(loop),
      clock_(clock),
      folder_(settings.state_folder / "bundles"),
      settings_file_(settings.file),
      state_folder_(settings.state_folder),
      on_change_(std::move(on_change)) {}

BundleDesk::~BundleDesk() {
  alive_.reset();
  stop_ = true;
  queue_.finish();
}

void BundleDesk::collect(const std::string& incident, std::uint16_t console_port) {
  if (state_.state() != "running") begin({incident, "", console_port});
}

void BundleDesk::collect_with_note(const std::string& note, std::uint16_t console_port, OnMade made) {
  if (state_.state() == "running") return made(fail("bundle_runs"));
  on_made_ = std::move(made);
  begin({"", note, console_port});
}

void BundleDesk::begin(Order order) {
  const auto file = folder_ / ("omote-bundle-" + to_stamp(clock_.now()) + ".zip");
  state_.Clear();
  state_.set_state("running");
  on_change_(std::nullopt);
  queue_.post([this, file, order = std::move(order)] { run(file, order); });
}

void BundleDesk::run(const fs::path& file, const Order& order) {
  const auto begin = steady_clock::now();
  const auto finish = [&](int code, const std::string& error) {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
    loop_.post([this, alive = std::weak_ptr(alive_), code, error, took] {
      if (!alive.expired()) ended(code, error, took);
    });
  };
  std::error_code error;
  fs::create_directories(folder_, error);
  tidy(folder_);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return finish(1, "no pipe");
  Command command{{program_beside("omote"), "collect", "--json", "--progress", "--out", file.string(), "--settings",
                   settings_file_.string(), "--state", state_folder_.string(), "--port", std::to_string(order.console_port)},
                  {},
                  {{ends[1], 1}},
                  {},
                  false};
  if (!order.incident.empty()) command.argv.insert(command.argv.end(), {"--incident", order.incident});
  // In a file: what stands in arguments can be read by everybody on the machine.
  const auto note = folder_ / ".note";
  if (!order.note.empty()) {
    if (const auto kept = write_durably(note, as_bytes(order.note)); !kept) return finish(1, describe(kept.error()));
    command.argv.insert(command.argv.end(), {"--note", note.string()});
  }
  auto process = start_process(command);
  ::close(ends[1]);
  std::string line;
  char buffer[4096];
  while (process && !stop_ && steady_clock::now() - begin < kLongest) {
    pollfd watched{ends[0], POLLIN, 0};
    if (::poll(&watched, 1, 200) <= 0) continue;
    const ssize_t n = ::read(ends[0], buffer, sizeof buffer);
    if (n <= 0) break;
    for (const char c : std::string_view(buffer, static_cast<std::size_t>(n))) {
      if (c != '\n') {
        line += c;
        continue;
      }
      loop_.post([this, alive = std::weak_ptr(alive_), text = std::exchange(line, {})] {
        if (!alive.expired()) hear(text);
      });
    }
  }
  ::close(ends[0]);
  fs::remove(note, error);
  if (!process) return finish(1, describe(process.error()));
  const auto code = process->wait(std::chrono::seconds(5));
  process->stop();
  finish(code.value_or(1), code ? "" : "it took too long");
}

// {"percent": 12}, or the document at the end.
void BundleDesk::hear(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return;
  if (json.contains("percent")) {
    state_.set_percent(json.value("percent", 0U));
  } else {
    state_.set_file(json.value("file", ""));
    for (const auto& missing : json.value("missing", nlohmann::json::array())) {
      state_.add_missing(missing.value("name", "") + ": " + missing.value("why", ""));
    }
  }
  on_change_(std::nullopt);
}

void BundleDesk::ended(int code, const std::string& error, std::chrono::milliseconds took) {
  const bool made = code == 0 && !state_.file().empty();
  if (!made) log::error("no bundle was made: {}", error.empty() ? "the collector's own lines say why" : error);
  state_.set_state(made ? "done" : "failed:not_written");
  on_change_(made ? std::optional(took) : std::nullopt);
  if (!on_made_) return;
  std::exchange(on_made_, {})(made ? Result<std::string>(state_.file()) : fail("bundle_not_made", error));
}

// The newest ones stay; what a killed collector left goes.
void BundleDesk::tidy(const fs::path& folder) const {
  std::error_code error;
  std::vector<fs::path> bundles;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with(".omote-bundle-")) fs::remove(entry.path(), error);
    if (name.starts_with("omote-bundle-")) bundles.push_back(entry.path());
  }
  std::ranges::sort(bundles, std::greater());
  for (std::size_t i = kBundlesKept - 1; i < bundles.size(); ++i) fs::remove(bundles[i], error);
}

void BundleDesk::answer(const net::HttpServer::Answer& answer) {
  if (state_.state() != "done") return answer(net::text_response(404, "no bundle has been made since the host started"));
  queue_.post([this, file = fs::path(state_.file()), answer] {
    const auto bytes = read_file(file, kMostBytes);
    net::Response response = net::text_response(500, "the bundle cannot be read");
    if (bytes) {
      response = {200,
                  {{"Content-Type", "application/zip"},
                   {"Cache-Control", "no-store"},
                   {"Content-Disposition", "attachment; filename=\"" + file.filename().string() + "\""}},
                  std::string(as_text(*bytes))};
    }
    loop_.post([answer, response = std::move(response)]() mutable { answer(std::move(response)); });
  });
}

}  // namespace omote::host
