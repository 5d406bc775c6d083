// The environments of the national system, for console and command line (/api/environment): which one is in use, what is
// registered where, and switching.
#pragma once

#include <functional>
#include <string>

#include "console/audit.hpp"
#include "console/body.hpp"
#include "console/routes.hpp"
#include "host/environment_choice.hpp"
#include "host/registration_store.hpp"

namespace omote::host {

struct EnvironmentApiParts {
  const Settings& settings;
  const RegistrationStore& registrations;
  const console::Audit& audit;
  std::function<bool()> visit_runs;
  // Ends this program so that it is started again with the other environment; empty when nobody would start it.
  std::function<Result<void>()> restart;
};

class EnvironmentApi {
 public:
  explicit EnvironmentApi(EnvironmentApiParts parts)
      : parts_(std::move(parts)), choice_(EnvironmentChoice::open(parts_.settings.state_folder)) {}
  void add_to(console::Routes& routes);

 private:
  [[nodiscard]] console::Json told() const;
  [[nodiscard]] std::vector<std::string> simulated_readers() const;
  void change(const console::Json& body, const console::Caller& by, const console::Answer& answer);

  EnvironmentApiParts parts_;
  EnvironmentChoice choice_;
};

}  // namespace omote::host
