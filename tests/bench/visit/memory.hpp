// Memory of a running program together with the programs that it started.
#pragma once

#include <sys/types.h>

#include <optional>

namespace omote::bench::visit {

struct Memory {
  double resident_mb = 0;              // RSS summed: pages shared between the processes count in each
  std::optional<double> share_mb = 0;  // PSS summed: shared pages divided among those who share; root may look only
};

[[nodiscard]] Memory memory_of(pid_t program);

}  // namespace omote::bench::visit
