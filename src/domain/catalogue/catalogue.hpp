// The catalogue as the programs read it: errors, situations, causes, remedies and the vocabulary of facts. Its source is
// catalogue/*.yaml; tools/catalogue checks it and compiles it into one JSON document that is embedded here
// (docs/diagnosis.md). Plain data, immutable once read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/catalogue/condition.hpp"

namespace omote::catalogue {

struct Words {
  std::string ja, en;
  [[nodiscard]] const std::string& in(std::string_view language) const { return language == "ja" ? ja : en; }
};

// How programs raise an entry: a Failure's reason, in one phase of the visit or in any ("").
struct Raised {
  std::string reason;
  std::string phase;
  std::string who;  // can act; the entry's, unless this reason says otherwise
};

enum class Severity { Blocks, Visit, Warns };

struct EntryCause {
  std::string id;
  double prior = 0;
};

struct Entry {
  std::string row;     // "E07", "Q16", "OMT05"
  std::string code;    // "011", "FUJIP55", "OMT05"; a situation without a code has its row
  std::string detail;  // exact, a pattern in which xxxx is any digits ("xxxxC02-4"), or ""
  std::string shows;   // the detail as programs write it: the same, a concrete one for a pattern
  std::vector<std::string> aliases;
  std::string phase;
  std::string who;
  Severity severity = Severity::Visit;
  bool question = false;  // nothing is wrong: never recognised, may lack causes
  std::vector<Raised> raised;
  std::optional<Condition> when;
  Words heading, patient, staff, vendor, say;
  std::vector<EntryCause> causes;
  std::vector<std::string> scenarios;
  std::vector<std::string> takes_over;  // rows: at the same place their trouble is this one, and is told within it
};
[[nodiscard]] bool takes_over(const Entry& entry, const Entry& other);

struct Evidence {
  Condition condition;  // over one fact
  double factor = 1;
};

struct Cause {
  std::string id;
  std::string who;
  Words title, explain;
  std::vector<Evidence> evidence;
  std::vector<std::string> remedies;
};

enum class RemedyKind { Automatic, Consent, Hand };

struct RemedyStep {
  Words say;
  std::string picture;
  int wait_s = 0;
  std::optional<Condition> check;
};

struct Remedy {
  std::string id;
  RemedyKind kind = RemedyKind::Hand;
  double cost_s = 0;
  std::string action;  // of diagnosis/remedies; "" for hand
  Words title;
  std::vector<RemedyStep> steps;
};

struct FactRule {
  std::string id;
  std::string kind;     // "flag", "number", "text"
  std::string subject;  // "pc", "terminal"
  std::string probe;
  std::vector<std::string> values;
  double cost_s = 0;  // of asking a person
  Words ask;
  // Sentences: what it is about; a flag that is true or false; a number or text, with {value}; single values of a text.
  Words title, is, is_not;
  std::map<std::string, Words, std::less<>> value_words;
};

// The fact as a sentence for people; of an unknown one its title and "?".
[[nodiscard]] std::string sentence(const FactRule& rule, const fact::Fact& fact, std::string_view language);

class Catalogue {
 public:
  // From the document that is embedded, or from another one (tests), which has an entry of reason "unknown".
  // Reason: catalogue_unreadable (context: where).
  [[nodiscard]] static Result<Catalogue> built_in();
  [[nodiscard]] static Result<Catalogue> from_json(std::string_view json);

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] const std::vector<Cause>& causes() const { return causes_; }
  [[nodiscard]] const std::vector<Remedy>& remedies() const { return remedies_; }
  [[nodiscard]] const std::vector<FactRule>& facts() const { return facts_; }

  // Nothing when there is none. Of a row that has several details (E38): the first.
  [[nodiscard]] const Entry* by_row(std::string_view row) const;
  [[nodiscard]] const Cause* cause(std::string_view id) const;
  [[nodiscard]] const Remedy* remedy(std::string_view id) const;
  [[nodiscard]] const FactRule* fact(std::string_view id) const;
  // The entry that a failure's reason raises in that phase, else in any phase, else the entry of reason "unknown".
  [[nodiscard]] const Entry& raised_by(std::string_view reason, std::string_view phase) const;
  // All entries of a code as people read it off a screen: upper and lower case and aliases are the same, a pattern detail
  // matches; without detail every entry of that code, without code every entry of that detail.
  [[nodiscard]] std::vector<const Entry*> find(std::string_view code, std::string_view detail) const;
  // The embedded document itself, as `omote catalogue --json` prints it.
  [[nodiscard]] static std::string_view json();

 private:
  std::vector<Entry> entries_;
  std::vector<Cause> causes_;
  std::vector<Remedy> remedies_;
  std::vector<FactRule> facts_;
};

}  // namespace omote::catalogue
