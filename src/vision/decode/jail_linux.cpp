#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <array>

#include "vision/decode/jail.hpp"

namespace omote::vision::decode {

namespace {

constexpr rlim_t kMemory = 256 << 20;
constexpr rlim_t kSeconds = 5;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

bool limit(__rlimit_resource what, rlim_t most) {
  const rlimit both{most, most};
  return ::setrlimit(what, &both) == 0;
}

bool allow_calls(scmp_filter_ctx filter, int descriptor) {
  const auto same = static_cast<scmp_datum_t>(descriptor);
  bool good = true;
  for (const int call : {SCMP_SYS(read), SCMP_SYS(write)}) {
    const scmp_arg_cmp ours{0, SCMP_CMP_EQ, same, 0};
    good = good && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &ours) == 0;
  }
  // Memory of its own, never executable and never a file.
  const std::array<scmp_arg_cmp, 2> data_only{scmp_arg_cmp{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0},
                                              scmp_arg_cmp{3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS}};
  good = good && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), data_only.size(), data_only.data()) == 0;
  for (const int call : {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(mlock),
                         SCMP_SYS(munlock), SCMP_SYS(rt_sigreturn), SCMP_SYS(exit), SCMP_SYS(exit_group)}) {
    good = good && seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 0, nullptr) == 0;
  }
  return good;
}

}  // namespace

bool enter_jail(int descriptor) {
  ::prctl(PR_SET_DUMPABLE, 0);
  if (!limit(RLIMIT_CORE, 0) || !limit(RLIMIT_CPU, kSeconds)) return false;
  if (kSanitized) return true;
  if (!limit(RLIMIT_AS, kMemory) || !limit(RLIMIT_NOFILE, 0) || !limit(RLIMIT_FSIZE, 0)) return false;
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  const bool loaded = allow_calls(filter, descriptor) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return loaded;
}

}  // namespace omote::vision::decode
