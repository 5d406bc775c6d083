// `omote-sim demo`: a whole clinic with simulators where hardware and the nation stand.
#pragma once

#include <filesystem>
#include <string>

namespace omote::sim {

struct DemoOptions {
  std::filesystem::path data;
  std::filesystem::path pages;
  std::filesystem::path personas;
  std::filesystem::path scenarios;  // folder; each fault names those that inject it
  std::filesystem::path folder;     // of this run; empty: a temporary one, removed at the end
  std::filesystem::path out;        // of the result files; empty: inside the folder
  std::string encoding = "cp932";
  bool json = false;
  bool unpaired = false;  // host and terminal are strangers: pair them on their pages
  bool verbose = false;

  bool once = false;
  std::string by = "face";
  std::string persona = "adult";
  std::string before_camera;  // persona id, "nobody", or empty: the card's own person
  std::string timing = "full";
  std::string pin;  // empty: the persona's
};

// The exit code: with once, 0 only when the visit was delivered.
int run_demo(const DemoOptions& options);

}  // namespace omote::sim
