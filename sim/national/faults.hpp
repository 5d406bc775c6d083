// Wrong answers, made from right ones.
#pragma once

#include <string>

#include "net/http.hpp"
#include "sim/national/service.hpp"

namespace omote::sim::national {

// `fault` is a value of the switch of that name other than "none" and "silent".
[[nodiscard]] net::Response spoiled(const Reply& reply, const std::string& fault);

}  // namespace omote::sim::national
