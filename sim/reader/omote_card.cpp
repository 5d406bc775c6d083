// omote-card: runs a PC/SC program against a virtual My Number card.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string_view>

#include "sim/personas/persona.hpp"
#include "sim/reader/run_with_card.hpp"

namespace {

using omote::sim::reader::RunOptions;

constexpr std::string_view kHelp = R"(usage: omote-card [OPTION…] -- COMMAND [ARGUMENT…]

Runs COMMAND with one virtual reader ("Omote Virtual Reader 00 00") and a virtual My Number card (見本, specimen) in a private
card service. Any program that uses libpcsclite meets it; the system's own card service is not touched.

  --persona ID        whose card (default adult; --list names them)
  --timing full|typeb as fast as possible, or as a Type B card at 106 kbit/s (default full)
  --state DIR         keep try counters and changed PINs there (default: a fresh card for each run)
  --trace FILE        write every APDU there; - is standard error
  --photo FILE        a JP2 file as the card's photo (default: a drawn placeholder)
  --personas DIR      the data files of the personas
  --authorities DIR   the fictitious authorities' keys, made when they are not there
  --data DIR          the same as --authorities DIR/pki
  --list              names the personas with their PINs and ends
  --help              this

The exit status is COMMAND's own; 2 for wrong use, 3 when the card service cannot be started.
)";

int wrong(std::string_view text) {
  fmt::print(stderr, "omote-card: {}\nTry omote-card --help\n", text);
  return 2;
}

int list(const RunOptions& options) {
  const auto all = omote::sim::personas::load_personas(options.personas);
  if (!all) return wrong(omote::describe(all.error()));
  for (const auto& persona : *all) {
    fmt::print("{:<11} {}  PIN {}, signature PIN {}, number B {}  {}\n", persona.id, persona.identity.name,
               persona.card.pin.value_or("none"), persona.card.sign_pin.value_or("none"), persona.number_b(),
               persona.identity.description_en);
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  RunOptions options{.personas = OMOTE_PERSONAS, .authorities = std::filesystem::path(OMOTE_DATA) / "pki"};
  std::map<std::string_view, std::filesystem::path*> paths{{"--state", &options.state},
                                                           {"--trace", &options.trace},
                                                           {"--photo", &options.photo},
                                                           {"--personas", &options.personas},
                                                           {"--authorities", &options.authorities}};
  std::filesystem::path data;
  paths["--data"] = &data;
  std::map<std::string_view, std::string*> texts{{"--persona", &options.persona}, {"--timing", &options.timing}};
  bool listing = false;
  int i = 1;
  for (; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--help") return fmt::print("{}", kHelp), 0;
    if (name == "--") break;
    if (name == "--list") {
      listing = true;
      continue;
    }
    if (!name.starts_with("-")) break;
    if (!paths.contains(name) && !texts.contains(name)) return wrong(fmt::format("unknown option {}", name));
    if (++i == count) return wrong(fmt::format("{} needs a value", name));
    if (paths.contains(name))
      *paths[name] = arguments[i];
    else
      *texts[name] = arguments[i];
  }
  if (!data.empty()) options.authorities = data / "pki";
  if (listing) return list(options);
  if (i < count && std::string_view(arguments[i]) == "--") ++i;
  options.command.assign(arguments + i, arguments + count);
  if (options.command.empty()) return wrong("a command is missing");
  const auto status = omote::sim::reader::run_with_card(options);
  if (status) return *status;
  fmt::print(stderr, "omote-card: {}\n", omote::describe(status.error()));
  return status.error().reason == omote::Reason("timing_unknown") || status.error().reason == omote::Reason("data_file_missing")
             ? 2
             : 3;
}
