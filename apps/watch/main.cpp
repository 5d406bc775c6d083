// omote-watch: watches over one program on a machine without systemd. Ends when it is told to (SIGTERM), or when the program
// says that its settings are wrong.
#include <CLI/CLI.hpp>

#include "apps/watch/watch.hpp"
#include "base/log.hpp"
#include "base/version.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Watches over a program: starts it again when it ends or hangs."};
  omote::watch::Options options;
  std::int64_t silence = options.silence.count();
  std::int64_t start = options.start.count();
  std::int64_t longest = options.longest.count();
  app.add_option("--control", options.control, "the socket at which questions are answered (STATE/PROGRAM.watch)");
  app.add_option("--silence", silence, "milliseconds without a sign of life until the program counts as hung")
      ->capture_default_str();
  app.add_option("--start", start, "milliseconds that it may take to become ready")->capture_default_str();
  app.add_option("--longest-pause", longest, "milliseconds between tries after a row of crashes, at most")->capture_default_str();
  app.add_option("command", options.command, "the program and its arguments, behind --")->required();
  app.set_version_flag("--version", std::string(omote::kVersion));
  CLI11_PARSE(app, argc, argv);
  options.silence = std::chrono::milliseconds(silence);
  options.start = std::chrono::milliseconds(start);
  options.longest = std::chrono::milliseconds(longest);
  omote::log::start("omote-watch", omote::log::Level::Info);
  return omote::watch::Watch(std::move(options)).run();
}
