#include "national/folder/folder_exchange.hpp"

#include <fmt/format.h>

#include <thread>

#include "base/file.hpp"
#include "base/text.hpp"
#include "domain/eligibility/xml.hpp"
#include "national/failures.hpp"

namespace omote::national::folder {

namespace {

namespace fs = std::filesystem;
using eligibility::Element;
using eligibility::Message;

constexpr std::size_t kMostBytes = 4 << 20;
constexpr std::chrono::milliseconds kBetweenReads{300};  // reference/online-eligibility.md §2.4

// Eight characters, shorter numbers with half-width blanks in front (reference/online-eligibility.md §3.2).
std::string padded(const std::string& number) {
  return number.size() < 8 ? std::string(8 - number.size(), ' ') + number : number;
}

void add_insurance(Element& to, const InsuredData& data) {
  to.set("InsurerNumber", padded(data.insurer_number));
  to.set("InsuredCardSymbol", data.symbol);
  to.set("InsuredIdentificationNumber", data.number);
  to.set("InsuredBranchNumber", data.branch);
}

std::string with_response(std::string name) {
  return name.replace(name.find("req_"), 3, "res");
}

// Nothing while the file is missing or still grows.
std::optional<std::string> whole_file(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  const auto first = read_file(path, kMostBytes);
  std::this_thread::sleep_for(kBetweenReads);
  const auto second = read_file(path, kMostBytes);
  if (!first || !second || first->empty() || *first != *second) return std::nullopt;
  return as_text(*second);
}

}  // namespace

FolderExchange::FolderExchange(Settings settings, const Clock& clock) : settings_(std::move(settings)), clock_(clock) {}

Result<void> FolderExchange::check() const {
  std::error_code error;
  for (const auto& folder : {settings_.requests, settings_.responses}) {
    if (!fs::is_directory(folder, error)) return unreachable("no folder " + folder.string());
  }
  return {};
}

Result<Message> FolderExchange::look_up(const InsuredData& data) {
  Element body{"MessageBody", "", {}};
  auto& search = body.child("QualificationConfirmSearchInfo");
  add_insurance(search, data);
  search.set("Birthdate", to_digits(data.birth));
  search.set("LimitApplicationCertificateRelatedConsFlg", data.limit_certificate ? "1" : "0");
  return exchange("OQSsiquc01", std::move(body));
}

Result<void> FolderExchange::register_reference(const InsuredData& data, const std::string& reference_number) {
  Element body{"MessageBody", "", {}};
  auto& info = body.child("ReferenceNumberRegistrationInfo");
  info.set("ReferenceNumber", reference_number);
  add_insurance(info, data);
  auto answer = exchange("OQSsiimm01", std::move(body));
  if (!answer) return pass(answer);
  const auto& result = answer->body();
  const bool done = answer->normal() && answer->header_value("ErrorCode").empty() &&
                    result.value("ProcessingResultStatus") == "1" && result.value("ReferenceNumber") == reference_number;
  if (!done) return fail("reference_number_refused", std::string(result.value("ProcessingResultCode")));
  return {};
}

Result<Message> FolderExchange::exchange(const std::string& kind, Element body) {
  if (auto ready = check(); !ready) return pass(ready);
  const auto stamp = to_stamp(clock_.now());
  const auto identifier = fmt::format("{}{:04}", stamp, ++sequence_ % 10'000);
  const auto name = kind + "req_" + identifier + ".xml";
  Element root{"XmlMsg", "", {}};
  auto& header = root.child("MessageHeader");
  header.set("QualificationConfirmationDate", stamp.substr(0, 8));
  header.set("MedicalInstitutionCode", settings_.institution_code);
  header.set("ArbitraryFileIdentifier", identifier);
  root.add(std::move(body));
  drop_empty(root);
  const auto file = eligibility::to_xml_file(root, eligibility::Encoding::ShiftJis);
  if (!file) return std::unexpected(file.error());
  const auto written = write_durably(settings_.requests / name, as_bytes(file->bytes), Replace::No, 0644);
  if (!written) return unreachable(describe(written.error()));
  return await(name, identifier);
}

Result<Message> FolderExchange::await(const std::string& request_name, const std::string& identifier) {
  const auto until = clock_.steady() + settings_.time;
  const auto answer_path = settings_.responses / with_response(request_name);
  auto error_path = settings_.responses / request_name;
  error_path.replace_extension(".err");
  std::error_code ignored;
  do {
    if (const auto error_text = whole_file(error_path)) {
      fs::remove(error_path, ignored);
      fs::remove(settings_.responses / request_name, ignored);
      return fail("folder_request_returned", from_cp932(*error_text).substr(0, 200));
    }
    if (const auto bytes = whole_file(answer_path)) {
      auto tree = eligibility::parse_xml_file(*bytes);
      fs::remove(answer_path, ignored);
      if (!tree) return unreadable(describe(tree.error()));
      Message message{std::move(*tree)};
      const bool ours = message.header_value("ArbitraryFileIdentifier") == identifier &&
                        message.header_value("MedicalInstitutionCode") == settings_.institution_code;
      if (!ours) return unreadable("of_another_request");
      return message;
    }
    std::this_thread::sleep_for(settings_.look_every);
  } while (clock_.steady() < until);
  // A request that nobody took is taken back: a late answer would meet nobody.
  fs::remove(settings_.requests / request_name, ignored);
  return timed_out(request_name);
}

}  // namespace omote::national::folder
