#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "apps/cli/commands.hpp"
#include "apps/cli/doctor.hpp"

namespace omote::cli {

namespace {

struct Options {
  DoctorWish wish;
  std::vector<std::string> code;
  std::string language;
  bool json = false;
};

std::string own_language() {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("ja") ? "ja" : "en";
  }
  return "en";
}

int run(Options options) {
  const auto catalogue = catalogue::Catalogue::built_in();
  if (!catalogue) {
    std::fprintf(stderr, "omote doctor: %s\n", describe(catalogue.error()).c_str());
    return 2;
  }
  if (!options.code.empty()) options.wish.code = options.code[0];
  if (options.code.size() > 1) options.wish.detail = options.code[1];
  if (!options.wish.code.empty() && catalogue->find(options.wish.code, options.wish.detail).empty()) {
    std::fprintf(stderr, "omote doctor: the catalogue has no code %s %s; `omote catalogue` lists them all\n",
                 options.wish.code.c_str(), options.wish.detail.c_str());
    return 2;
  }
  const auto report = diagnose(options.wish, *catalogue);
  if (options.json) {
    print_json(report, *catalogue);
  } else {
    print_words(report, *catalogue, options.language);
  }
  // A code that was only asked about is no trouble.
  const bool trouble =
      !report.settings.empty() || std::ranges::any_of(report.found, [](const Diagnosed& one) { return one.state != "asked"; });
  return trouble ? 1 : 0;
}

}  // namespace

void add_doctor_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  options->wish.settings = "/etc/omote/host.toml";
  options->language = own_language();
  auto* command = app.add_subcommand("doctor", "what is wrong, why, and what to do next; works without the host too");
  command->add_option("--settings", options->wish.settings, "the host's settings file")
      ->envname("OMOTE_SETTINGS")
      ->capture_default_str();
  command->add_option("--code", options->code, "only this code and, if given, its detail: 011 0x81000005")->expected(1, 2);
  command->add_option("--terminal", options->wish.terminal, "only this terminal, by its serial number");
  command->add_option("--lang", options->language, "ja or en")->check(CLI::IsMember({"ja", "en"}));
  command->add_flag("--json", options->json, "one JSON document");
  command->footer("Exit status: 0 nothing found, 1 trouble, 2 a wrong question.");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
