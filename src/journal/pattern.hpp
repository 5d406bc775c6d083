// A sentence of catalogue/events.yaml: text, {fields} and [parts that are left out when a field of theirs is empty].
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace omote::journal {

class Pattern {
 public:
  explicit Pattern(std::string_view text);
  // What stands for a field's name; "" leaves out the brackets around it.
  using Value = std::function<std::string(const std::string& field)>;
  [[nodiscard]] std::string fill(const Value& value) const;
  [[nodiscard]] std::vector<std::string> fields() const;

 private:
  struct Part {
    bool is_field;
    std::string text;  // or the field's name
    int bracket;       // 0: outside
  };
  std::vector<Part> parts_;
};

}  // namespace omote::journal
