#include "vision/face/kernel_choice.hpp"

#include <vector>

namespace omote::vision::face {

namespace base {
extern const Kernels kKernels;
}
#ifdef OMOTE_X86_KERNELS
namespace avx2 {
extern const Kernels kKernels;
}
namespace avx512 {
extern const Kernels kKernels;
}
#endif

std::span<const Kernels* const> available_kernels() {
  static const std::vector<const Kernels*> available = [] {
    std::vector<const Kernels*> list = {&base::kKernels};
#ifdef OMOTE_X86_KERNELS
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) list.push_back(&avx2::kKernels);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq"))
      list.push_back(&avx512::kKernels);
#endif
    return list;
  }();
  return available;
}

const Kernels& best_kernels() {
  return *available_kernels().back();
}

}  // namespace omote::vision::face
