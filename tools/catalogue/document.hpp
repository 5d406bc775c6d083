// The catalogue's YAML files as one JSON document. What is wrong is collected, each with file and line, so that one run
// shows everything.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace omote::tools {

using Json = nlohmann::ordered_json;

// "catalogue/entries/card.yaml:12: what is wrong; what is expected".
using Mistakes = std::vector<std::string>;

// Where a row stands in its file: a member of each object until strip_places().
inline constexpr const char* kAt = "@";

// {"facts": […], "entries": […], "causes": […], "remedies": […], "pictures": […], "fact_words": […]}: the shape that
// docs/diagnosis.md describes, defaults filled in; rows that cannot be read at all are left out.
[[nodiscard]] Json read_document(const std::filesystem::path& folder, Mistakes& mistakes);

// What the rows say about each other: ids, causes, remedies, facts, priors, reasons, patterns.
void check_document(const Json& document, Mistakes& mistakes);

// Entries in the order E, Q, OMT; what the pages and `omote catalogue --json` look up is written beside its id.
void finish_document(Json& document);

}  // namespace omote::tools
