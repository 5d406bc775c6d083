// What the simulated national system answers, without any network: one request in, one reply out. docs/api/national.yaml
// describes the interface; operations() is what it is checked against.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "domain/eligibility/message.hpp"
#include "sim/national/accounts.hpp"
#include "sim/national/holder_certificate.hpp"
#include "sim/national/insured.hpp"
#include "sim/national/switches.hpp"

namespace omote::sim::national {

inline constexpr auto* kBase = "/oqs-api-sim";

struct Reply {
  unsigned status = 200;
  std::string body;     // JSON
  std::string summary;  // one line for the bench page: no token, no password, no signature
};

struct Operation {
  std::string name;  // as in the switch fault_at
  std::string method;
  std::string path;  // behind kBase
};
[[nodiscard]] const std::vector<Operation>& operations();

class Service {
 public:
  Service(std::vector<Insured> people, HolderAuthority authority, std::string environment, Switches& switches,
          const Clock& clock);
  ~Service();

  // `institution` is the client certificate's common name, `token` the Authorization header.
  [[nodiscard]] Reply handle(const Operation& operation, std::string_view body, const std::string& token,
                             const std::string& institution);

  // Lookup by insured data and registration of reference numbers, for the folder exchange: whole messages.
  [[nodiscard]] eligibility::Message lookup(const eligibility::Message& request, const std::string& institution);
  [[nodiscard]] eligibility::Message register_reference(const eligibility::Message& request, const std::string& institution);

  // Visits that got an eligibility: asking twice for one visit counts once.
  [[nodiscard]] std::size_t visits() const;
  void end_all_sessions() { accounts_.end_all_sessions(); }
  void stand_for(std::string environment) { accounts_.stand_for(std::move(environment)); }
  void unlock_all() { accounts_.unlock_all(); }
  // The person behind a visit or insurance id, for the bench page; "" when unknown.
  [[nodiscard]] std::vector<std::string> persona_ids() const;

 private:
  struct Visit;
  class Call;
  Reply login(Call& call);
  Reply policy(Call& call);
  Reply challenge(Call& call);
  Reply identify(Call& call);
  Reply registration(Call& call);
  Reply eligibility(Call& call);
  Reply lookup_by_web(Call& call);
  Reply reference_by_web(Call& call);

  [[nodiscard]] std::string policy_json(const std::string& institution, const std::string& token) const;
  Reply prove(Call& call, Visit& visit, const HolderCertificate& certificate);
  Reply identified(Visit& visit, const std::string& id, Insured& person, const HolderCertificate& certificate);
  [[nodiscard]] bool open_now() const;
  [[nodiscard]] bool registered(const Insured& person) const;
  [[nodiscard]] Insured* by_serial(std::uint64_t serial);
  [[nodiscard]] Visit* visit_of(Call& call);
  [[nodiscard]] eligibility::Message answer(const Insured* person, const std::string& institution,
                                            const std::string& classification, std::vector<eligibility::Element> records) const;

  std::vector<Insured> people_;
  HolderAuthority authority_;
  Accounts accounts_;
  Switches& switches_;
  const Clock& clock_;
  std::map<std::string, Visit> visits_;
};

}  // namespace omote::sim::national
