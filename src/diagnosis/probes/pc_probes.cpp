#include "diagnosis/probes/pc_probes.hpp"

namespace omote::diagnosis {

Probes make_pc_probes(const PcPlaces&) {
  return {};
}

}  // namespace omote::diagnosis
