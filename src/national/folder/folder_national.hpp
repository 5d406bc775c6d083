// The folder exchange as a way to the national system. It knows people by the data of their insurance only: where a card's
// holder must be proved, it says that it cannot, with a reason of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "national/folder/folder_exchange.hpp"
#include "ports/national_port.hpp"

namespace omote::national::folder {

// The insured data that staff typed for a visit; nothing when there are none.
using InsuredDataOf = std::function<std::optional<InsuredData>(const std::string& visit)>;

// policy() and login(): staff confirmation only, as no face can be answered for. challenge() and register_card() fail with
// folder_cannot_prove. identify() accepts staff confirmation of a visit whose insured data are known, else
// folder_cannot_prove; eligibility() looks them up and carries no medical consents (a paper card gives none).
// Further reasons: those of FolderExchange.
[[nodiscard]] std::unique_ptr<ports::NationalPort> open_folder(Settings settings, const Clock& clock, InsuredDataOf data_of);

}  // namespace omote::national::folder
