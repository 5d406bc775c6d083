// A catalogue of a few rows, so that a test sees every number that it computes with.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "domain/catalogue/catalogue.hpp"

namespace omote::test {

using Json = nlohmann::json;

inline Json words() {
  return {{"ja", "言葉"}, {"en", "words"}};
}

inline Json fact_rule(const std::string& id, const std::string& subject, const std::string& probe, double cost_s = 0) {
  return {{"id", id},         {"kind", "flag"}, {"subject", subject}, {"probe", probe}, {"values", Json::array()},
          {"cost_s", cost_s}, {"ask", words()}};
}

inline Json is(const std::string& fact, bool value) {
  return {{"fact", fact}, {"is", value}};
}

inline Json entry(const std::string& row, const std::string& severity, std::vector<std::pair<std::string, std::string>> raised,
                  std::vector<std::pair<std::string, double>> causes, Json when = nullptr) {
  Json json{{"row", row},
            {"code", row},
            {"detail", ""},
            {"shows", ""},
            {"aliases", Json::array()},
            {"phase", ""},
            {"who", "staff"},
            {"kind", "fault"},
            {"severity", severity},
            {"heading", words()},
            {"patient", words()},
            {"staff", words()},
            {"vendor", words()},
            {"say", words()},
            {"scenarios", Json::array()},
            {"raised", Json::array()},
            {"causes", Json::array()}};
  for (const auto& [reason, phase] : raised) json["raised"].push_back({{"reason", reason}, {"phase", phase}});
  for (const auto& [id, prior] : causes) json["causes"].push_back({{"id", id}, {"prior", prior}});
  if (!when.is_null()) json["when"] = std::move(when);
  return json;
}

inline Json cause(const std::string& id, std::vector<std::pair<Json, double>> evidence, std::vector<std::string> remedies) {
  Json json{{"id", id},
            {"who", "staff"},
            {"title", words()},
            {"explain", words()},
            {"evidence", Json::array()},
            {"remedies", remedies}};
  for (auto& [condition, factor] : evidence) json["evidence"].push_back({{"condition", condition}, {"factor", factor}});
  return json;
}

inline Json remedy(const std::string& id, const std::string& kind, double cost_s, Json check = nullptr, int steps = 1) {
  Json json{{"id", id},         {"kind", kind},          {"cost_s", cost_s}, {"action", kind == "hand" ? "" : id},
            {"title", words()}, {"steps", Json::array()}};
  for (int step = 0; step < steps; ++step) json["steps"].push_back({{"say", words()}, {"picture", ""}, {"wait_s", 0}});
  if (!check.is_null()) json["steps"].back()["check"] = std::move(check);
  return json;
}

// E01: a visit's trouble with a question; E05: of each terminal, with an automatic cure; E07: of the PC's network;
// E10: of the output folder; E36: as E05, at the start; OMT99: what nobody knows.
inline Json small_document() {
  Json document;
  document["facts"] = {fact_rule("network.carrier", "pc", "network"),
                       fact_rule("network.name_resolves", "pc", "network"),
                       fact_rule("output.writable", "pc", "output"),
                       fact_rule("link.adapter_enabled", "terminal", "link"),
                       fact_rule("link.carrier", "terminal", "link"),
                       fact_rule("link.connected", "terminal", "host"),
                       fact_rule("person.card_in_sleeve", "terminal", "person", 5)};
  document["entries"] = {
      entry("E01", "visit", {{"card_not_readable", ""}}, {{"in_sleeve", 0.4}, {"reader_tired", 0.4}}),
      entry("E05", "blocks", {{"link_lost", ""}}, {{"adapter_down", 0.3}, {"cable_out", 0.5}}, is("link.adapter_enabled", false)),
      entry("E07", "blocks", {{"national_unreachable", ""}}, {{"lan_cable_out", 0.4}, {"name_wrong", 0.4}},
            is("network.carrier", false)),
      entry("E10", "blocks", {{"output_lost", ""}}, {{"folder_refused", 0.9}}, is("output.writable", false)),
      entry("E36", "blocks", {{"link_lost", "start"}}, {{"cable_out", 0.9}}),
      entry("OMT99", "visit", {{"unknown", ""}}, {})};
  document["causes"] = {
      cause("in_sleeve", {{is("person.card_in_sleeve", true), 20}, {is("person.card_in_sleeve", false), 0.01}}, {"take_out"}),
      cause("reader_tired", {}, {"restart_all"}),
      cause("adapter_down", {{is("link.adapter_enabled", false), 50}, {is("link.adapter_enabled", true), 0.01}},
            {"adapter_up", "call_support"}),
      cause("cable_out", {{is("link.carrier", false), 20}, {is("link.carrier", true), 0.05}}, {"plug_cable"}),
      cause("lan_cable_out", {{is("network.carrier", false), 30}, {is("network.carrier", true), 0.02}}, {"plug_lan_cable"}),
      cause("name_wrong", {{is("network.name_resolves", false), 10}, {is("network.name_resolves", true), 0.1}}, {"call_support"}),
      cause("folder_refused", {{is("output.writable", false), 20}}, {"give_rights"})};
  document["remedies"] = {remedy("take_out", "hand", 10),
                          remedy("restart_all", "hand", 300, nullptr, 2),
                          remedy("adapter_up", "automatic", 3, is("link.adapter_enabled", true)),
                          remedy("plug_cable", "hand", 30, is("link.carrier", true)),
                          remedy("plug_lan_cable", "hand", 30, is("network.carrier", true)),
                          remedy("call_support", "hand", 600),
                          remedy("give_rights", "consent", 20, is("output.writable", true))};
  return document;
}

inline catalogue::Catalogue small_catalogue() {
  auto made = catalogue::Catalogue::from_json(small_document().dump());
  if (!made) throw std::runtime_error(describe(made.error()));
  return std::move(*made);
}

}  // namespace omote::test
