// A byte string that must leave no trace: PIN, number B, photo, template. Move-only, wiped when it goes, kept out of swap
// and core dumps as far as the system allows, and without any way to print it.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/bytes.hpp"

namespace omote {

class Secret {
 public:
  Secret() = default;
  explicit Secret(ByteView bytes);
  explicit Secret(std::string_view text) : Secret(as_bytes(text)) {}
  // Takes the contents over and wipes the vector's own copy.
  static Secret take(Bytes&& bytes);
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  [[nodiscard]] ByteView reveal() const { return {data_, size_}; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void wipe();
  // An explicit second copy, for the rare place that needs one (a visit that tries another way).
  [[nodiscard]] Secret copy() const { return Secret(reveal()); }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// In constant time for equal lengths.
[[nodiscard]] bool same(const Secret& a, const Secret& b);

// Overwrites memory in a way the compiler may not drop.
void wipe_memory(void* data, std::size_t size);

}  // namespace omote
