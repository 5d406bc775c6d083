// A process that may compute and speak over one descriptor, and nothing else.
#pragma once

namespace omote::vision::decode {

// From here on any system call but reading and writing `descriptor`, memory without execution, and ending kills the process
// (SIGSYS). Memory 256 MiB, processor time 5 s, no new descriptors, no core. False: the system refused, do not go on.
// With the address sanitizer, which needs more of the system, only processor time and core are limited.
[[nodiscard]] bool enter_jail(int descriptor);

}  // namespace omote::vision::decode
