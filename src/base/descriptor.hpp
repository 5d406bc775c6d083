// A file descriptor of the operating system with one owner; for the files that speak to that system themselves.
#pragma once

#include <unistd.h>

#include <utility>

namespace omote {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}  // -1: none
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { static_cast<void>(close()); }
  [[nodiscard]] int get() const { return number_; }
  // The last chance of a file system to refuse: its answer counts.
  [[nodiscard]] bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

}  // namespace omote
