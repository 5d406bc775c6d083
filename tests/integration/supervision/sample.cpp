// A program to be watched over: says what it was started with, then does as its argument says.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "base/supervisor.hpp"

int main(int argc, char** argv) {
  const std::string how = argc > 1 ? argv[1] : "";
  const auto supervisor = omote::Supervisor::from_environment();
  if (argc > 2) {
    std::FILE* diary = std::fopen(argv[2], "a");
    std::fprintf(diary, "%d %s\n", ::getpid(), supervisor.restart_reason().c_str());
    std::fclose(diary);
  }
  if (how == "settings") return omote::kExitSettingsWrong;
  if (how == "crash") return 3;
  if (how == "never-ready") std::this_thread::sleep_for(std::chrono::hours(1));
  supervisor.ready("sample");
  for (int i = 0;; ++i) {
    std::this_thread::sleep_for(supervisor.alive_every().value_or(std::chrono::seconds(1)));
    if (how == "restart" && supervisor.restart_reason().empty()) return omote::kExitRestart;
    if (how != "livelock" || i < 1) supervisor.alive();
  }
}
