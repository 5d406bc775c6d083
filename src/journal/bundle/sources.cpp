#include "journal/bundle/sources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "journal/json.hpp"

namespace omote::journal::bundle {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostSettings = 1 << 20;
constexpr std::size_t kMostTerminalLog = 8 << 20;

}  // namespace

Source settings_source(std::vector<std::filesystem::path> files) {
  return {"settings", 5s, [files = std::move(files)](Tray& tray) {
            std::string why;
            for (const auto& file : files) {
              const auto contents = read_file(file, kMostSettings);
              if (!contents) {
                why += (why.empty() ? "" : "; ") + describe(contents.error());
                continue;
              }
              Redactions redactions;
              auto text = redact_settings(as_text(*contents), redactions);
              tray.redacted(redactions);
              if (!tray.put("settings/" + to_one_line(file.filename().string(), 80), std::move(text))) return why;
            }
            return why;
          }};
}

Source terminal_log_source(std::filesystem::path folder) {
  return {"terminal_log", 20s, [folder = std::move(folder)](Tray& tray) -> std::string {
            std::error_code error;
            if (!std::filesystem::is_directory(folder, error)) return "the host has no lines of a terminal yet";
            read_plain_files(folder, kMostTerminalLog, tray, [&](const std::string& name, std::string contents) {
              Redactions redactions;
              redact_numbers(contents, redactions);
              tray.redacted(redactions);
              return tray.put("terminal/" + name, std::move(contents));
            });
            return {};
          }};
}

Source system_source(std::vector<std::filesystem::path> folders) {
  return {"system", 5s, [folders = std::move(folders)](Tray& tray) -> std::string {
            tray.put("system.json", system_facts(folders));
            return {};
          }};
}

Source programs_source(std::filesystem::path folder) {
  return {"programs", 20s, [folder = std::move(folder)](Tray& tray) -> std::string {
            std::string json;
            std::error_code error;
            for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
              const auto name = entry.path().filename().string();
              if (name != "omote" && !name.starts_with("omote-")) continue;
              const auto contents = read_file(entry.path(), 256 << 20);
              if (!contents) {
                tray.skip(name, describe(contents.error()));
                continue;
              }
              json += fmt::format("{}\n  {{\"name\": {}, \"bytes\": {}, \"sha256\": \"{}\"}}", json.empty() ? "" : ",",
                                  json_text(name), contents->size(), to_hex(sha256(*contents)));
            }
            if (error) return folder.string() + ": " + error.message();
            tray.put("programs.json", fmt::format("{{\"version\": \"{}\", \"programs\": [{}]}}\n", kVersion, json));
            return {};
          }};
}

Source document_source(std::string name, std::string file, std::chrono::milliseconds limit,
                       std::function<Result<std::string>()> make) {
  return {std::move(name), limit, [file = std::move(file), make = std::move(make)](Tray& tray) -> std::string {
            auto document = make();
            if (!document) return describe(document.error());
            Redactions redactions;
            redact_numbers(*document, redactions);
            tray.redacted(redactions);
            tray.put(file, std::move(*document));
            return {};
          }};
}

}  // namespace omote::journal::bundle
