// Serves the receipt computer's own questions (docs/look-ups.md): a request that appears in req/ is asked at the national system
// and answered in res/ under the same name, or comes back beside an ".err" that says why. Between two looks nothing is open.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "domain/catalogue/catalogue.hpp"
#include "domain/eligibility/xml.hpp"
#include "ports/journal_port.hpp"
#include "ports/look_up_port.hpp"

namespace omote::host {

struct LookUpFolderParts {
  std::filesystem::path requests;   // …/req
  std::filesystem::path responses;  // …/res
  std::string institution_code;
  const Clock& clock;
  ports::JournalPort& journal;
  const catalogue::Catalogue& catalogue;  // words for what went wrong
  // Called on the folder's thread, before the first question and again after one that failed. Reason of its own:
  // look_up_without_account.
  std::function<Result<std::unique_ptr<ports::LookUpPort>>()> make_port;
  std::chrono::milliseconds look_every{300};  // two equal reads, so far apart, make a whole file
};

// Looks from its construction to its end, on a thread of its own. A request is taken away only after its answer is on stable
// storage, so a power cut in between asks once more and never loses one; an answer that stands already is left alone.
class LookUpFolder {
 public:
  explicit LookUpFolder(LookUpFolderParts parts);
  ~LookUpFolder() = default;

 private:
  struct Seen {
    Bytes bytes;
    int equal = 0;
  };
  void run(const std::stop_token& stop);
  void look(const std::stop_token& stop);
  [[nodiscard]] bool whole(const std::string& name, Seen& seen) const;
  void answer(const std::string& name, const Bytes& bytes);
  [[nodiscard]] Result<eligibility::Message> ask(eligibility::LookUp kind, eligibility::Message& request);
  [[nodiscard]] Result<void> put(const std::string& name, eligibility::Message message, eligibility::Encoding encoding) const;
  void give_back(const std::string& name, const Failure& failure) const;
  void note(const std::string& name, const std::string& reason, SteadyTime began) const;

  LookUpFolderParts parts_;
  std::unique_ptr<ports::LookUpPort> port_;
  std::map<std::string, Seen> seen_;
  std::jthread thread_;  // last: it uses what stands above
};

}  // namespace omote::host
