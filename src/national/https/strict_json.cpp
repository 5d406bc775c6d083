#include "national/https/strict_json.hpp"

#include <set>
#include <string>
#include <vector>

namespace omote::national::https {

namespace {

constexpr std::size_t kMostDepth = 16;

// Walks over the text once without building anything: a second, friendly parse follows only when this one is content.
class Inspector : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return enter(); }
  bool key(string_t& name) override { return names_.back().insert(name).second; }
  bool end_object() override { return leave(); }
  bool start_array(std::size_t) override { return enter(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  bool enter() {
    names_.emplace_back();
    return names_.size() <= kMostDepth;
  }
  bool leave() {
    names_.pop_back();
    return true;
  }
  std::vector<std::set<std::string, std::less<>>> names_;
};

}  // namespace

std::optional<Json> parse_strictly(std::string_view text) {
  Inspector inspector;
  if (!Json::sax_parse(text, &inspector)) return std::nullopt;
  auto json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

}  // namespace omote::national::https
