// What goes into a bundle: the allow-list. Everything else on the machine stays where it is.
#pragma once

#include "journal/bundle/bundle.hpp"
#include "journal/reader.hpp"

namespace omote::journal::bundle {

// journal/2026-11-22.jsonl …, one JSON document a line, with the incidents, what was tried and self-tests once more in
// diagnosis/history.jsonl, and journal/chain.json: whether the chain of records is whole. Names of staff become pseudonyms.
// filter: since, until and incident (from a day before it to an hour after it).
[[nodiscard]] Source journal_source(std::filesystem::path journal, Filter filter);
// settings/<name>, redacted.
[[nodiscard]] Source settings_source(std::vector<std::filesystem::path> files);
// The lines of terminals' own logs as the host keeps them: plain files of that folder with plain names, nothing else.
[[nodiscard]] Source terminal_log_source(std::filesystem::path folder);
// Operating system, uptime, memory, disks, network interfaces; no names of users or machines.
[[nodiscard]] Source system_source(std::vector<std::filesystem::path> folders);
// programs.json: version, size and digest of each of our programs beside the running one.
[[nodiscard]] Source programs_source(std::filesystem::path folder);
// A document that somebody else makes: its text, or why there is none.
[[nodiscard]] Source document_source(std::string name, std::string file, std::chrono::milliseconds limit,
                                     std::function<Result<std::string>()> make);

// The plain files of a folder that are safe to read: no links, no devices, names of letters, digits, '.', '_' and '-' only,
// not longer than 80 characters, not larger than `most`. What is left out is told to the tray. Never follows a link, not even
// one that appears while it looks.
void read_plain_files(const std::filesystem::path& folder, std::size_t most, Tray& tray,
                      const std::function<bool(const std::string& name, std::string contents)>& take);
// As JSON.
[[nodiscard]] std::string system_facts(const std::vector<std::filesystem::path>& folders);

}  // namespace omote::journal::bundle
