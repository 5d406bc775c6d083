// The clinic's client certificates as they lie on the disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace omote::diagnosis {

struct InstitutionCertificate {
  std::filesystem::path file;
  std::string name;  // common name: it bears the institution code
  WallTime from{}, to{};
};

// Nothing when the file holds no certificate that can be read, or one of an authority.
[[nodiscard]] std::optional<InstitutionCertificate> read_certificate(const std::filesystem::path& file);
// Those of the folder that name an institution (ten digits) and are valid at that time; of several copies one counts.
[[nodiscard]] std::vector<InstitutionCertificate> institution_certificates(const std::filesystem::path& folder, WallTime now);
// The ten digits in a certificate's name; "" when it has none.
[[nodiscard]] std::string institution_of(const InstitutionCertificate& certificate);

}  // namespace omote::diagnosis
