#include "sim/national/folder_exchange.hpp"

#include <regex>
#include <vector>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/eligibility/xml.hpp"
#include "sim/national/pki.hpp"

namespace omote::sim::national {

namespace {

constexpr std::chrono::milliseconds kEvery{100};
namespace fs = std::filesystem;

bool is_request(const std::string& name) {
  static const std::regex kName("OQSsi(quc|imm)01req_[0-9A-Za-z_-]{1,64}\\.xml", std::regex::icase);
  return std::regex_match(name, kName);
}

}  // namespace

FolderExchange::FolderExchange(net::Loop& loop, fs::path folder, Service& service, const Switches& switches)
    : loop_(loop), folder_(std::move(folder)), service_(service), switches_(switches) {
  std::error_code ignored;
  fs::create_directories(folder_ / "req", ignored);
  fs::create_directories(folder_ / "res", ignored);
  look();
}

FolderExchange::~FolderExchange() {
  loop_.cancel(timer_);
}

void FolderExchange::look() {
  timer_ = loop_.after(kEvery, [this] { look(); });
  if (switches_.get("network") != "up") return;
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder_ / "req", error), end; !error && at != end; at.increment(error)) {
    if (is_request(at->path().filename().string())) found.push_back(at->path());
  }
  for (const auto& request : found) take(request);
}

void FolderExchange::take(const fs::path& request) {
  const auto bytes = read_file(request, 4 << 20);
  std::error_code ignored;
  if (switches_.get("fault") == "silent") return static_cast<void>(fs::remove(request, ignored));
  auto tree = bytes ? eligibility::parse_xml_file(as_text(*bytes)) : Result<eligibility::Element>(fail("request_unreadable"));
  if (!tree) return give_back(request, "OQSB0901E", "要求ファイルを読み取れません（見本）");
  const eligibility::Message question{std::move(*tree)};
  if (question.header_value("MedicalInstitutionCode") != kClinic) {
    return give_back(request, "OQSB0902E", "医療機関コードが一致しません（見本）");
  }
  auto name = request.filename().string();
  const bool reference = name.find("imm01") != std::string::npos;
  const auto answer = reference ? service_.register_reference(question, kClinic) : service_.lookup(question, kClinic);
  auto root = answer.root;
  root.child("MessageHeader").set("CharacterCodeIdentifier", "1");
  const auto file = eligibility::to_xml_file(root, eligibility::Encoding::ShiftJis);
  name.replace(name.find("req_"), 3, "res");
  const auto written = file ? write_durably(folder_ / "res" / name, as_bytes(file->bytes), Replace::No, 0644)
                            : Result<void>(fail("answer_unwritable"));
  if (!written) log::warning("{} is not answered: {}", name, describe(written.error()));
  fs::remove(request, ignored);
}

// The request itself comes back beside a file that says why (reference/online-eligibility.md §2.3).
void FolderExchange::give_back(const fs::path& request, const std::string& code, const std::string& message) {
  auto error_file = folder_ / "res" / request.filename();
  error_file.replace_extension(".err");
  const auto text = to_cp932(code + "," + message + ",\r\n").bytes;
  std::error_code error;
  fs::rename(request, folder_ / "res" / request.filename(), error);
  if (const auto written = write_durably(error_file, as_bytes(text), Replace::Yes, 0644); !written) {
    log::warning("{}", describe(written.error()));
  }
}

}  // namespace omote::sim::national
