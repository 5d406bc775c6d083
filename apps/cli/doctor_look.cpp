#include <algorithm>
#include <optional>

#include "apps/cli/doctor.hpp"
#include "diagnosis/probes/probe_runner.hpp"
#include "diagnosis/remedies/link_adapters.hpp"
#include "diagnosis/rules/experience.hpp"
#include "host/places.hpp"
#include "journal/reader.hpp"
#include "link/messages/web_json.hpp"
#include "link/pairing/pair_store.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "schema/console.pb.h"

namespace omote::cli {

namespace {

constexpr std::chrono::seconds kHostAnswers{3};
constexpr std::chrono::hours kLately{1};
constexpr std::size_t kVisitsLookedAt = 20;

template <class Message>
bool ask_host(std::uint16_t port, const std::string& target, Message& message) {
  net::ClientOptions where;
  where.port = port;
  where.time = kHostAnswers;
  net::HttpClient client(std::move(where));
  net::Request request;
  request.target = target;
  request.headers = net::local_headers(port);
  const auto answer = client.exchange(std::move(request));
  return answer && answer->status == 200 && link::from_web_json(answer->body, message);
}

// As the host wrote it: the vocabulary says how to read it.
fact::Fact to_fact(const console::v1::Fact& told, const catalogue::Catalogue& catalogue, WallTime now) {
  const auto* rule = catalogue.fact(told.id());
  if (!told.known()) return fact::not_known(told.id(), told.subject(), told.unknown(), now);
  if (rule != nullptr && rule->kind == "flag") return fact::known(told.id(), told.subject(), told.value() == "true", now);
  if (rule != nullptr && rule->kind == "number")
    return fact::known(told.id(), told.subject(), std::atof(told.value().c_str()), now);
  return fact::known(told.id(), told.subject(), told.value(), now);
}

diagnosis::Finding to_finding(const console::v1::Finding& shown, const catalogue::Catalogue& catalogue, WallTime now) {
  diagnosis::Finding finding{shown.cause(), shown.probability(), {}, {shown.missing().begin(), shown.missing().end()}};
  for (const auto& evidence : shown.evidence()) {
    console::v1::Fact told;
    told.set_id(evidence.fact());
    told.set_subject(evidence.subject());
    told.set_value(evidence.value());
    told.set_known(true);
    finding.evidence.push_back({to_fact(told, catalogue, now), evidence.factor()});
  }
  return finding;
}

class Doctor {
 public:
  Doctor(const DoctorWish& wish, const catalogue::Catalogue& catalogue) : wish_(wish), catalogue_(catalogue) {}

  DoctorReport look() {
    const auto settings = host::load_settings(wish_.settings);
    if (!settings) report_.settings = describe(settings.error());
    experience_ = diagnosis::ExperienceFile::open(settings ? settings->state_folder / "experience.json" : "").learned();
    if (settings) report_.host = ask_the_host(settings->console_port);
    if (!report_.host) look_ourselves(settings);
    if (!wish_.code.empty()) answer_about_code();
    if (!wish_.terminal.empty()) {
      std::erase_if(report_.found, [&](const Diagnosed& one) { return !one.terminal.empty() && one.terminal != wish_.terminal; });
    }
    return std::move(report_);
  }

 private:
  bool ask_the_host(std::uint16_t port) {
    console::v1::State state;
    console::v1::Facts facts;
    if (!ask_host(port, "/api/state", state) || !ask_host(port, "/api/facts", facts)) return false;
    for (const auto& told : facts.facts()) report_.facts.put(to_fact(told, catalogue_, clock_.now()));
    for (const auto& incident : state.incidents()) {
      if (incident.state() == "over") continue;
      const auto entries = catalogue_.find(incident.code(), incident.detail());
      const auto at = std::ranges::find(entries, incident.row(), &catalogue::Entry::row);
      if (at == entries.end()) continue;
      Diagnosed one{*at, incident.terminal(), incident.number(), incident.state(), {}, {}, incident.next().step()};
      for (const auto& finding : incident.findings()) one.findings.push_back(to_finding(finding, catalogue_, clock_.now()));
      const auto& kind = incident.next().kind();
      one.next = {kind == "remedy"     ? diagnosis::NextStep::Kind::Remedy
                  : kind == "question" ? diagnosis::NextStep::Kind::Question
                                       : diagnosis::NextStep::Kind::Nothing,
                  incident.next().id(), incident.next().cause(), 0};
      report_.found.push_back(std::move(one));
    }
    return true;
  }

  // Without a host: this machine's probes, the terminals that are paired, and the end of the journal.
  void look_ourselves(const Result<host::Settings>& settings) {
    diagnosis::PcPlaces places;
    std::vector<std::string> subjects{""};
    if (settings) {
      places = host::places_of(*settings, wish_.settings);
      const auto adapters = diagnosis::LinkAdapters::open(settings->state_folder / "link-adapters.json");
      std::vector<diagnosis::LinkTarget> targets;
      for (const auto& [serial, ignored] : link::PairStore::open(settings->state_folder / "pairs").all()) {
        const auto* adapter = adapters.of(serial);
        const auto& set = settings->terminal(serial).adapter;
        targets.push_back({serial, set.empty() && adapter != nullptr ? adapter->name : set, ""});
        subjects.push_back(serial);
      }
      places.terminals->set(std::move(targets));
    }
    for (auto& fact : diagnosis::run_all(diagnosis::make_pc_probes(places), clock_)) report_.facts.put(std::move(fact));
    report_.facts.put(fact::known("program.host", "", std::string("dead"), clock_.now()));
    for (const auto& subject : subjects) {
      for (const auto* entry : diagnosis::recognise(catalogue_, report_.facts, subject)) add(*entry, subject, subject, "seen");
    }
    if (settings) read_journal(settings->state_folder / "journal.sqlite");
    // One trouble is told once.
    const auto all = report_.found;
    std::erase_if(report_.found, [&](const Diagnosed& one) {
      return std::ranges::any_of(
          all, [&](const Diagnosed& other) { return other.terminal == one.terminal && takes_over(*other.entry, *one.entry); });
    });
  }

  void read_journal(const std::filesystem::path& file) {
    const auto reader = journal::JournalReader::open(file);
    if (!reader) return;
    const auto records = reader->query({.since = clock_.now() - kLately, .type = "visit_ended", .most = kVisitsLookedAt});
    if (!records) return;
    std::vector<std::string> judged;  // terminals: the last visit of each counts
    for (const auto& record : *records) {
      const auto& ended = record.event.visit_ended();
      const auto& terminal = record.event.terminal();
      if (std::ranges::find(judged, terminal) != judged.end()) continue;
      judged.push_back(terminal);
      if (ended.outcome() != "failed") continue;
      report_.facts.put(fact::known("visit.reason", terminal, ended.reason(), record.time));
      const auto entries = catalogue_.find(ended.code(), ended.detail());
      if (!entries.empty()) add(*entries.front(), terminal, terminal, "seen");
    }
  }

  void answer_about_code() {
    const auto entries = catalogue_.find(wish_.code, wish_.detail);
    std::erase_if(report_.found, [&](const Diagnosed& one) { return std::ranges::find(entries, one.entry) == entries.end(); });
    for (const auto* entry : entries) add(*entry, wish_.terminal, wish_.terminal, "asked");
  }

  void add(const catalogue::Entry& entry, const std::string& terminal, const std::string& subject, const std::string& state) {
    const auto same = [&](const Diagnosed& one) { return one.entry == &entry && (one.terminal == terminal || state == "asked"); };
    if (std::ranges::any_of(report_.found, same)) return;
    Diagnosed one{&entry, terminal, "", state, diagnosis::rank(entry, report_.facts, subject, catalogue_, experience_), {}, 0};
    // Without a host nobody is there to carry out what the machine would do.
    std::set<std::string> not_now;
    for (const auto& remedy : catalogue_.remedies())
      if (!report_.host && remedy.kind != catalogue::RemedyKind::Hand) not_now.insert(remedy.id);
    one.next = diagnosis::next_step(one.findings, catalogue_, not_now, {});
    report_.found.push_back(std::move(one));
  }

  const DoctorWish& wish_;
  const catalogue::Catalogue& catalogue_;
  const SystemClock clock_;
  diagnosis::Experience experience_;
  DoctorReport report_;
};

}  // namespace

DoctorReport diagnose(const DoctorWish& wish, const catalogue::Catalogue& catalogue) {
  return Doctor(wish, catalogue).look();
}

}  // namespace omote::cli
