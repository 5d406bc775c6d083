// Figures of a day or a month as a table for spreadsheets: UTF-8 with byte order mark, comma, CRLF (RFC 4180).
#pragma once

#include <string>
#include <string_view>

#include "schema/figures.pb.h"

namespace omote::host {

// Rows of section, name and value; `language`: "ja", else English.
[[nodiscard]] std::string figures_csv(const figures::v1::Figures& figures, std::string_view language);
// "omote-2026-11.csv"
[[nodiscard]] std::string figures_file_name(const figures::v1::Figures& figures);

}  // namespace omote::host
