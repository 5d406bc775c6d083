// The XmlMsg tree of the national system (reference/online-eligibility.md §3): one form for the XML files, the JSON web
// interface and FHIR. Elements are found by name; their order inside a record is not stable, unknown ones are kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace omote::eligibility {

struct Element {
  std::string name;
  std::string text;
  std::vector<Element> children;

  // The first child of that name, or nothing.
  [[nodiscard]] const Element* find(std::string_view child) const;
  // The text of the child, or "" when it is absent.
  [[nodiscard]] std::string_view value(std::string_view child) const;
  // Every child of that name, in order.
  [[nodiscard]] std::vector<const Element*> all(std::string_view child) const;
  // Sets the child's text, adding the child when it is absent; returns it.
  Element& set(std::string_view child, std::string_view text);
  Element& add(Element child);
  Element& child(std::string_view name);  // found or added
  friend bool operator==(const Element&, const Element&) = default;
};

// Takes away every element that has neither text nor children: empty optional elements are omitted in real files.
void drop_empty(Element& element);

enum class Validity { Valid = 1, Invalid = 2, NewerExists = 3, NotFound = 4, Several = 5, ValidUnregistered = 6 };

// A result message: root XmlMsg with MessageHeader and MessageBody. The accessors below read what Omote itself needs.
struct Message {
  Element root{"XmlMsg", "", {}};

  [[nodiscard]] const Element& header() const;
  [[nodiscard]] const Element& body() const;
  [[nodiscard]] std::string_view header_value(std::string_view name) const { return header().value(name); }
  [[nodiscard]] std::optional<Validity> validity() const;     // MessageBody/QualificationValidity
  [[nodiscard]] std::vector<const Element*> records() const;  // ResultList/ResultOfQualificationConfirmation
  [[nodiscard]] bool normal() const { return header_value("SegmentOfResult") == "1"; }
};

}  // namespace omote::eligibility
