#include "diagnosis/probes/pc_probes.hpp"

#include "diagnosis/probes/link_probe.hpp"
#include "diagnosis/probes/national_probe.hpp"
#include "diagnosis/probes/network_probe.hpp"
#include "diagnosis/probes/output_probe.hpp"
#include "diagnosis/probes/path_probe.hpp"
#include "diagnosis/probes/pc_probe.hpp"
#include "diagnosis/probes/programs_probe.hpp"
#include "diagnosis/probes/reader_probe.hpp"

namespace omote::diagnosis {

Probes make_pc_probes(const PcPlaces& places) {
  const auto& clock = places.clock;
  const auto national = std::make_shared<Resolver>(places.national.host);
  Probes probes{
      std::make_shared<LinkProbe>(places.terminals, places.new_terminal, places.root, clock),
      std::make_shared<NetworkProbe>(places.network, national, clock),
      std::make_shared<ReaderProbe>(clock),
      std::make_shared<PcProbe>(places.state_folder, places.root, clock),
      std::make_shared<ProgramsProbe>(places.programs, places.root, clock),
  };
  if (!places.output_folder.empty()) probes.push_back(std::make_shared<OutputProbe>(places.output_folder, clock));
  if (!places.national.host.empty()) {
    probes.push_back(std::make_shared<PathProbe>(places.network, places.national.port, national, clock));
    probes.push_back(std::make_shared<NationalProbe>(places.national, national, clock));
  }
  return probes;
}

}  // namespace omote::diagnosis
