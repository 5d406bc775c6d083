#include "base/secret.hpp"

#include <openssl/crypto.h>
#include <sys/mman.h>

#include <cstring>
#include <utility>

namespace omote {

Secret::Secret(ByteView bytes) : size_(bytes.size()) {
  if (size_ == 0) return;
  data_ = new std::uint8_t[size_];
  // Locking can be refused by a small limit; the secret is still wiped, so the refusal is not an error.
  static_cast<void>(mlock(data_, size_));
  std::memcpy(data_, bytes.data(), size_);
}

Secret Secret::take(Bytes&& bytes) {
  Secret secret{ByteView(bytes)};
  wipe_memory(bytes.data(), bytes.size());
  bytes.clear();
  return secret;
}

Secret::Secret(Secret&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

Secret::~Secret() {
  wipe();
}

void Secret::wipe() {
  if (data_ == nullptr) return;
  OPENSSL_cleanse(data_, size_);
  static_cast<void>(munlock(data_, size_));
  delete[] data_;
  data_ = nullptr;
  size_ = 0;
}

bool same(const Secret& a, const Secret& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.reveal().data(), b.reveal().data(), a.size()) == 0;
}

void wipe_memory(void* data, std::size_t size) {
  if (size > 0) OPENSSL_cleanse(data, size);
}

}  // namespace omote
