// What `omote update` says to people, in the language of their shell (ja, else en).
#pragma once

#include <string>

#include "base/result.hpp"
#include "update/for_terminals.hpp"
#include "update/updater.hpp"

namespace omote::cli {

[[nodiscard]] std::string update_refusal(const Failure& failure);
[[nodiscard]] std::string outcome_in_words(const update::Outcome& outcome, double seconds);
[[nodiscard]] std::string notes_in_words(const std::string& current, const update::Notes& notes);
// What the terminals are offered from now on.
[[nodiscard]] std::string kept_in_words(const update::KeptRelease& kept);

}  // namespace omote::cli
