#include "output/oqs/face_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "output/oqs/layout.hpp"

namespace omote::output::oqs {

namespace {

using eligibility::Element;

constexpr std::string_view kFlag = "ConsFlg";
constexpr std::string_view kTime = "ConsTime";
constexpr std::string_view kAvailable = "AvailableTime";

void set_if_absent(Element& element, std::string_view name, const std::string& value) {
  if (element.value(name).empty()) element.set(name, value);
}

std::string replace_blanks(std::string_view text) {
  std::u32string points = to_code_points(text);
  std::ranges::replace(points, U' ', U'\u3000');
  return to_utf8(points);
}

// "20230221174835" + 24 h; empty when it is no time.
std::string a_day_later(std::string_view stamp) {
  const auto date = stamp.size() == 14 ? parse_date(stamp.substr(0, 8)) : std::nullopt;
  return date ? to_digits(from_days(to_days(*date) + 1)) + std::string(stamp.substr(8)) : std::string();
}

// The times of a consent stand only beside a flag that says yes.
void settle_consents(Element& record) {
  std::vector<std::string> prefixes;
  for (const auto& child : record.children) {
    if (child.name.ends_with(kFlag)) prefixes.push_back(child.name.substr(0, child.name.size() - kFlag.size()));
  }
  for (const auto& prefix : prefixes) {
    const auto time_name = prefix + std::string(kTime);
    const auto available_name = prefix + std::string(kAvailable);
    const bool given = record.value(prefix + std::string(kFlag)) == "1";
    if (!given) {
      std::erase_if(record.children, [&](const Element& e) { return e.name == time_name || e.name == available_name; });
    } else if (prefix.ends_with("Info") && !record.value(time_name).empty()) {
      set_if_absent(record, available_name, a_day_later(record.value(time_name)));
    }
  }
}

void settle_record(Element& record) {
  for (auto& child : record.children) {
    if (child.text.empty()) continue;
    if (child.name == "InsurerNumber") child.text = fmt::format("{:>8}", child.text);
    if (child.name == "NameKana" || child.name == "NameOfOtherKana") child.text = kana_to_half_width(child.text);
    if (child.name == "Name" || child.name == "NameOfOther" || child.name == "InsuredName")
      child.text = replace_blanks(child.text);
  }
  settle_consents(record);
}

// 16 characters of base64url, the last one '=', as the system sets it for results that nobody asked for by file.
std::string file_identifier(std::string_view visit) {
  const auto digest = sha256(as_bytes(fmt::format("identifier of {}", visit)));
  auto text = to_base64(ByteView(digest).first(11));
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

void settle_header(Element& header, const ports::Delivery& delivery, eligibility::Encoding encoding) {
  const auto stamp = to_stamp(delivery.time);
  set_if_absent(header, "ProcessExecutionTime", stamp);
  set_if_absent(header, "QualificationConfirmationDate", stamp.substr(0, 8));
  set_if_absent(header, "MedicalInstitutionCode", delivery.institution_code);
  set_if_absent(header, "ArbitraryFileIdentifier", file_identifier(delivery.visit));
  set_if_absent(header, "ReferenceClassification", "1");
  set_if_absent(header, "SegmentOfResult", header.value("ErrorCode").empty() ? "1" : "9");
  header.set("CharacterCodeIdentifier", encoding == eligibility::Encoding::Utf8 ? "0" : "1");
  if (header.value("SegmentOfResult") == "1") {
    std::erase_if(header.children, [](const Element& e) { return e.name == "ErrorCode" || e.name == "ErrorMessage"; });
  }
}

}  // namespace

std::string token(std::string_view visit) {
  return to_hex(ByteView(sha256(as_bytes(visit))).first(10));
}

std::string file_name(std::string_view institution_code, std::string_view token, WallTime time) {
  std::string code(institution_code.substr(0, 10));
  std::erase_if(code, [](char c) { return c < '0' || c > '9'; });
  return fmt::format("{}{:0>10}{}_{}.xml", kPrefix, code, token, to_stamp(time));
}

eligibility::Element face_tree(const ports::Delivery& delivery, eligibility::Encoding encoding) {
  Element root = delivery.message.root;
  settle_header(root.child("MessageHeader"), delivery, encoding);
  for (auto& list : root.child("MessageBody").children) {
    if (list.name == "ResultList") std::ranges::for_each(list.children, settle_record);
  }
  drop_empty(root);
  put_in_order(root);
  return root;
}

Result<eligibility::XmlFile> face_file(const ports::Delivery& delivery, eligibility::Encoding encoding) {
  return eligibility::to_xml_file(face_tree(delivery, encoding), encoding);
}

}  // namespace omote::output::oqs
