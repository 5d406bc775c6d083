#include "sim/card/persona_card.hpp"

#include "sim/card/contents.hpp"

namespace omote::sim::card {

Result<std::unique_ptr<VirtualCard>> make_persona_card(const personas::Persona& persona, const Authorities& authorities,
                                                       ByteView photo_jp2, const std::filesystem::path& state_folder,
                                                       CardOptions options) {
  auto files = make_contents(persona, authorities, photo_jp2);
  if (!files) return std::unexpected(files.error());
  auto counters = state_folder.empty() ? Result<TryCounters>(TryCounters{})
                                       : TryCounters::open(state_folder / (persona.card.serial + ".tries"));
  if (!counters) return std::unexpected(counters.error());
  return std::make_unique<VirtualCard>(*std::move(files), *std::move(counters), std::move(options));
}

}  // namespace omote::sim::card
