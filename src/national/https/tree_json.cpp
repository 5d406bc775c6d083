#include "national/https/tree_json.hpp"

#include <algorithm>
#include <array>

#include "national/failures.hpp"
#include "national/https/strict_json.hpp"

namespace omote::national::https {

namespace {

using eligibility::Element;

constexpr std::size_t kMostElements = 100'000;
constexpr std::array<std::string_view, 3> kLists{"ResultList", "SpecificDiseasesCertificateList", "PublicExpenseResultList"};

bool is_list(std::string_view name) {
  return std::ranges::find(kLists, name) != kLists.end();
}

Json value_of(const Element& element) {
  if (is_list(element.name)) {
    auto list = Json::array();
    for (const auto& entry : element.children) list.push_back(Json{{entry.name, value_of(entry)}});
    return list;
  }
  if (element.children.empty()) return element.text;
  auto object = Json::object();
  for (const auto& child : element.children) {
    auto& place = object[child.name];
    auto value = value_of(child);
    if (place.is_null()) {
      place = std::move(value);
    } else if (place.is_array() && !is_list(child.name)) {
      place.push_back(std::move(value));
    } else {
      place = Json::array({std::move(place), std::move(value)});
    }
  }
  return object;
}

class Reader {
 public:
  bool read_into(Element& element, const Json& value) {
    if (++count_ > kMostElements) return refuse("too many elements");
    if (value.is_string()) {
      element.text = value.get<std::string>();
      return true;
    }
    if (is_list(element.name)) return value.is_array() ? read_list(element, value) : refuse("a list is no array");
    if (!value.is_object()) return refuse("a value is neither text nor object");
    for (const auto& [name, child] : value.items()) {
      if (!add(element, name, child)) return false;
    }
    return true;
  }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  bool read_list(Element& element, const Json& list) {
    for (const auto& entry : list) {
      if (!entry.is_object()) return refuse("an entry of a list is no object");
      for (const auto& [name, child] : entry.items()) {
        if (!read_into(element.add({name, "", {}}), child)) return false;
      }
    }
    return true;
  }
  bool add(Element& parent, const std::string& name, const Json& value) {
    if (is_list(name) || !value.is_array()) return read_into(parent.add({name, "", {}}), value);
    return std::ranges::all_of(value, [&](const Json& one) { return read_into(parent.add({name, "", {}}), one); });
  }
  bool refuse(std::string why) {
    problem_ = std::move(why);
    return false;
  }
  std::size_t count_ = 0;
  std::string problem_;
};

}  // namespace

std::string tree_to_json(const Element& root) {
  return Json{{root.name, value_of(root)}}.dump();
}

Result<Element> tree_from_json(std::string_view text, std::string_view name) {
  const auto json = parse_strictly(text);
  if (!json || !json->is_object() || !json->contains(name)) return unreadable(what_else(text));
  Reader reader;
  Element root{std::string(name), "", {}};
  if (!reader.read_into(root, json->at(name))) return unreadable(reader.problem());
  return root;
}

}  // namespace omote::national::https
