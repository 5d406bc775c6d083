#include "diagnosis/probes/pc_probes.hpp"

#include "diagnosis/probes/link_probe.hpp"
#include "diagnosis/probes/network_probe.hpp"
#include "diagnosis/probes/path_probe.hpp"

namespace omote::diagnosis {

Probes make_pc_probes(const PcPlaces& places) {
  Probes probes{std::make_shared<LinkProbe>(places.terminals, places.clock)};
  const auto national = std::make_shared<Resolver>(places.national.host);
  probes.push_back(std::make_shared<NetworkProbe>(places.network, national, places.clock));
  if (!places.national.host.empty()) {
    probes.push_back(std::make_shared<PathProbe>(places.network, places.national.port, national, places.clock));
  }
  return probes;
}

}  // namespace omote::diagnosis
