// The request and response folders of the clinic's connection program (reference/online-eligibility.md §2-3): a request
// goes into req/ under its final name, the answer comes into res/ under the same name with "res" for "req", or the request
// comes back with an ".err" beside it.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/eligibility/message.hpp"
#include "ports/national_port.hpp"

namespace omote::national::folder {

struct Settings {
  std::filesystem::path requests;   // …/req
  std::filesystem::path responses;  // …/res
  std::string institution_code;
  std::chrono::milliseconds time{60'000};
  std::chrono::milliseconds look_every{250};
};

using ports::InsuredData;

class FolderExchange {
 public:
  // The clock names the files and must outlive this object.
  FolderExchange(Settings settings, const Clock& clock);

  // Blocks until the answer is whole (two equal reads) or the time is over. The answer's files are taken away.
  // Reasons: national_unreachable (folders), national_time_out, national_answer_unreadable, folder_request_returned
  // (context: what the ".err" says).
  [[nodiscard]] Result<eligibility::Message> look_up(const InsuredData& data);
  // Registers the clinic's own number of a patient (照会番号). Further reason: reference_number_refused.
  [[nodiscard]] Result<void> register_reference(const InsuredData& data, const std::string& reference_number);
  // The folders are there and a request can be written. Reason: national_unreachable.
  [[nodiscard]] Result<void> check() const;

 private:
  [[nodiscard]] Result<eligibility::Message> exchange(const std::string& kind, eligibility::Element body);
  [[nodiscard]] Result<eligibility::Message> await(const std::string& request_name, const std::string& identifier);

  Settings settings_;
  const Clock& clock_;
  int sequence_ = 0;
};

}  // namespace omote::national::folder
