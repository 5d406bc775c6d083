#include "domain/eligibility/message.hpp"

#include <algorithm>

namespace omote::eligibility {

namespace {

const Element kNothing{};

const Element& child_or_nothing(const Element& element, std::string_view name) {
  const auto* child = element.find(name);
  return child != nullptr ? *child : kNothing;
}

}  // namespace

const Element* Element::find(std::string_view child) const {
  const auto at = std::ranges::find(children, child, &Element::name);
  return at == children.end() ? nullptr : &*at;
}

std::string_view Element::value(std::string_view child) const {
  const auto* element = find(child);
  return element != nullptr ? std::string_view(element->text) : std::string_view();
}

std::vector<const Element*> Element::all(std::string_view child) const {
  std::vector<const Element*> found;
  for (const auto& element : children) {
    if (element.name == child) found.push_back(&element);
  }
  return found;
}

Element& Element::child(std::string_view wanted) {
  const auto at = std::ranges::find(children, wanted, &Element::name);
  return at != children.end() ? *at : add({std::string(wanted), "", {}});
}

Element& Element::set(std::string_view wanted, std::string_view value) {
  auto& element = child(wanted);
  element.text = value;
  return element;
}

Element& Element::add(Element element) {
  return children.emplace_back(std::move(element));
}

void drop_empty(Element& element) {
  std::ranges::for_each(element.children, drop_empty);
  std::erase_if(element.children, [](const Element& child) { return child.text.empty() && child.children.empty(); });
}

const Element& Message::header() const {
  return child_or_nothing(root, "MessageHeader");
}
const Element& Message::body() const {
  return child_or_nothing(root, "MessageBody");
}

std::optional<Validity> Message::validity() const {
  const auto text = body().value("QualificationValidity");
  if (text.size() != 1 || text[0] < '1' || text[0] > '6') return std::nullopt;
  return static_cast<Validity>(text[0] - '0');
}

std::vector<const Element*> Message::records() const {
  std::vector<const Element*> found;
  for (const auto* list : body().all("ResultList")) {
    for (const auto* record : list->all("ResultOfQualificationConfirmation")) found.push_back(record);
  }
  return found;
}

}  // namespace omote::eligibility
