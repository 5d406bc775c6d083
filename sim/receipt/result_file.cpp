#include "sim/receipt/result_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "domain/eligibility/xml.hpp"

namespace omote::sim::receipt {

namespace {

using eligibility::Element;
using eligibility::Encoding;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

std::string consents(const Element& record) {
  std::string text;
  for (const auto& child : record.children) {
    constexpr std::string_view kEnd = "ConsFlg";
    if (!child.name.ends_with(kEnd)) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", child.name.substr(0, child.name.size() - kEnd.size()), child.text);
  }
  return text;
}

std::string summarise(const eligibility::Message& message) {
  static constexpr std::array<std::string_view, 7> kValidities{"?",        "有効",     "無効",          "無効（新しい資格あり）",
                                                               "該当なし", "複数該当", "有効（未登録）"};
  const auto validity = message.validity();
  std::string text(kValidities[validity ? static_cast<std::size_t>(*validity) : 0]);
  for (const auto* record : message.records()) {
    text += fmt::format(" | {} | {} {} | {}", record->value("Name"), record->value("InsurerNumber"), record->value("InsurerName"),
                        consents(*record));
  }
  if (!message.normal()) text += fmt::format(" | {} {}", message.header_value("ErrorCode"), message.header_value("ErrorMessage"));
  return text;
}

}  // namespace

bool is_result_name(std::string_view name) {
  constexpr std::string_view kBegin = "oqssiquc01res_face_";
  constexpr std::size_t kEnd = 1 + 14 + 4;  // "_yyyyMMddHHmmss.xml"
  const auto small = lower(name);
  if (!small.starts_with(kBegin) || !small.ends_with(".xml") || small.size() < kBegin.size() + kEnd) return false;
  const auto end = std::string_view(small).substr(small.size() - kEnd);
  return end[0] == '_' && end.substr(1, 14).find_first_not_of("0123456789") == std::string_view::npos;
}

Result<ResultFile> read_result(std::string name, std::string_view bytes) {
  auto root = eligibility::parse_xml_file(bytes);
  if (!root) return pass(root);
  if (root->name != "XmlMsg" || root->find("MessageHeader") == nullptr) return fail("result_root_wrong", root->name);
  const auto encoding = eligibility::declared_encoding(bytes).value_or(Encoding::Utf8);
  ResultFile file{std::move(name), encoding == Encoding::Utf8 ? "UTF-8" : "Shift_JIS", "", "", "", "", {std::move(*root)}};
  const auto said = file.message.header_value("CharacterCodeIdentifier");
  if (said != (encoding == Encoding::Utf8 ? "0" : "1")) return fail("result_encoding_contradicts", std::string(said));
  file.summary = summarise(file.message);
  file.contents = eligibility::to_utf8_text(bytes, encoding);
  file.sha256 = to_hex(sha256(as_bytes(bytes)));
  return file;
}

}  // namespace omote::sim::receipt
