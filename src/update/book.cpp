#include "update/book.hpp"

#include <array>
#include <nlohmann/json.hpp>

namespace omote::update {

namespace {

constexpr auto kKind = "omote-update";
constexpr std::size_t kMostFailed = 20;
constexpr std::array kVerdicts{Verdict::None, Verdict::Trial, Verdict::Good, Verdict::TakenBack, Verdict::Failed};

std::string to_text(const Notes& notes) {
  nlohmann::ordered_json json{{"trial", notes.trial},
                              {"before", notes.before},
                              {"units", notes.units},
                              {"previous", notes.previous},
                              {"highest", to_string(notes.highest)},
                              {"failed", nlohmann::ordered_json::array()},
                              {"verdict", to_string(notes.verdict)},
                              {"version", notes.version},
                              {"why", notes.why},
                              {"when", notes.when}};
  for (const auto& one : notes.failed)
    json["failed"].push_back({{"name", one.name}, {"manifest", one.manifest}, {"why", one.why}, {"when", one.when}});
  return json.dump(1) + "\n";
}

Notes from_text(const std::string& text) {
  Notes notes;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return notes;
  const auto word = [](const nlohmann::json& object, const char* key) {
    const auto at = object.find(key);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  notes.trial = word(json, "trial");
  notes.before = word(json, "before");
  notes.previous = word(json, "previous");
  notes.highest = parse_version(word(json, "highest")).value_or(Version());
  notes.version = word(json, "version");
  notes.why = word(json, "why");
  notes.when = word(json, "when");
  for (const auto& unit : json.value("units", nlohmann::json::array())) {
    if (unit.is_string()) notes.units.push_back(unit.get<std::string>());
  }
  for (const auto verdict : kVerdicts) {
    if (word(json, "verdict") == to_string(verdict)) notes.verdict = verdict;
  }
  for (const auto& one : json.value("failed", nlohmann::json::array())) {
    notes.failed.push_back({word(one, "name"), word(one, "manifest"), word(one, "why"), word(one, "when")});
  }
  return notes;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  constexpr std::array<std::string_view, kVerdicts.size()> kWords{"none", "trial", "good", "taken_back", "failed"};
  return kWords.at(static_cast<std::size_t>(verdict));
}

Book Book::open(const std::filesystem::path& file) {
  Book book(KeptFile::open(file, kKind));
  book.notes_ = from_text(book.file_.contents());
  return book;
}

Result<void> Book::save(Notes notes) {
  if (notes.failed.size() > kMostFailed) notes.failed.erase(notes.failed.begin(), notes.failed.end() - kMostFailed);
  const auto text = to_text(notes);
  const auto saved = file_.save(text);
  // What is told is what stands on the disk, not what was meant to stand there.
  if (!saved || KeptFile::open(file_.file(), kKind).contents() != text)
    return fail("update_not_noted",
                saved ? file_.file().string() + " reads otherwise than it was written" : describe(saved.error()));
  notes_ = std::move(notes);
  return {};
}

}  // namespace omote::update
