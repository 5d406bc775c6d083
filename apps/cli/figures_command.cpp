#include "apps/cli/figures_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "apps/cli/host_client.hpp"

namespace omote::cli {

namespace {

struct Options {
  HostOptions host;
  std::string day, month;
  bool csv = false;
};

// What stands in an address as it is; the host knows which days there are.
CLI::Validator digits_and_dashes(const std::string& expected) {
  return {[expected](const std::string& text) {
            const bool good = !text.empty() && text.find_first_not_of("0123456789-") == std::string::npos;
            return good ? std::string() : "expected as " + expected;
          },
          ""};
}

std::string address_of(const Options& options) {
  std::string address = "/api/figures?lang=";
  address += in_japanese() ? "ja" : "en";
  if (!options.day.empty()) address += "&day=" + options.day;
  if (!options.month.empty()) address += "&month=" + options.month;
  return options.csv ? address + "&format=csv" : address;
}

// "delivered 12, kept 0, …"
std::string counts(const Json& all) {
  std::string text;
  for (const auto& one : all)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", one.value("name", ""), one.value("count", 0));
  return text;
}

std::string seconds(const Json& times) {
  if (times.value("visits", 0) == 0) return "none had a result";
  return fmt::format("{:.1f} s median, {:.1f} s at the 95th percentile", times.value("median", 0.0), times.value("p95", 0.0));
}

std::string_view told(const std::string& missing) {
  return missing == "dropped" ? "days past their time on record are not counted" : "the time is not over yet";
}

void print(const Json& figures) {
  fmt::print("{} (on record since {})\n", figures.value("span", ""), figures.value("kept_since", "never"));
  for (const auto& missing : figures["missing"]) fmt::print("  note: {}\n", told(missing.get<std::string>()));
  fmt::print("visits    {}: {}\n", figures.value("visits", 0), counts(figures["outcomes"]));
  fmt::print("ways      {}\n", counts(figures["ways"]));
  fmt::print("helped    {} by staff\n", figures.value("helped", 0));
  fmt::print("time      {}\n", seconds(figures["whole"]));
  fmt::print("  machine {}\n", seconds(figures["machine"]));
  const char* language = in_japanese() ? "ja" : "en";
  for (const auto& fault : figures["faults"]) {
    const bool known = !fault.value("cause", "").empty();
    fmt::print("trouble   {:>4} × {} {}: {}\n", fault.value("count", 0), fault.value("row", ""),
               fault["heading"].value(language, ""), known ? fault["title"].value(language, "") : "cause not found");
  }
}

int figures(const Options& options) {
  HostClient host("omote figures", options.host);
  if (options.csv) {
    const auto answer = host.exchange("GET", address_of(options));
    if (!answer) return answer.error();
    std::fwrite(answer->body.data(), 1, answer->body.size(), stdout);
    return kDone;
  }
  const auto answer = host.call("GET", address_of(options));
  if (!answer) return answer.error();
  if (options.host.json) {
    fmt::print("{}\n", answer->dump());
  } else {
    print(*answer);
  }
  return kDone;
}

}  // namespace

void add_figures_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("figures", "visits and troubles of a day or a month in numbers");
  auto* day = command->add_option("--day", options->day, "a day, 2026-11-27; today when left out")
                  ->check(digits_and_dashes("2026-11-27"));
  command->add_option("--month", options->month, "a month, 2026-11; 61 days are on record")
      ->check(digits_and_dashes("2026-11"))
      ->excludes(day);
  auto* csv = command->add_flag("--csv", options->csv, "as a table for spreadsheets");
  add_host_options(*command, options->host);
  csv->excludes("--json");
  command->callback([options, &exit_code] { exit_code = figures(*options); });
}

}  // namespace omote::cli
