#include "base/version.hpp"

namespace omote {

constinit const std::string_view kVersion = OMOTE_VERSION;

}  // namespace omote
