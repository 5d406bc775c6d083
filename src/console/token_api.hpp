// The tokens of programs over HTTP, for administrators (docs/integration.md).
#pragma once

#include "console/audit.hpp"
#include "console/body.hpp"
#include "console/routes.hpp"
#include "console/token_book.hpp"

namespace omote::console {

// Loop's thread only; lives as long as the routes.
class TokenApi {
 public:
  TokenApi(TokenBook& book, const Audit& audit, const Clock& clock) : book_(book), audit_(audit), clock_(clock) {}
  void add_to(Routes& routes);

 private:
  void list(const Answer& answer) const;
  void make(const Asked& asked, const Answer& answer);
  void remove(const Asked& asked, const Answer& answer);

  TokenBook& book_;
  const Audit& audit_;
  const Clock& clock_;
};

}  // namespace omote::console
