// What `omote doctor` finds out: the facts of this clinic, and for each trouble its causes and the next step. With the host
// running these are its own; without it the probes of this machine look, and the journal tells what visits met last.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "diagnosis/rules/rank.hpp"
#include "host/settings.hpp"

namespace omote::cli {

struct DoctorWish {
  std::filesystem::path settings;
  std::string code, detail;  // asked about, whether it stands or not
  std::string terminal;      // "": every one
};

struct Diagnosed {
  const catalogue::Entry* entry = nullptr;
  std::string terminal;
  std::string number;  // of the host's incident, or ""
  std::string state;   // of the incident, "seen" by the probes alone, "asked" for
  std::vector<diagnosis::Finding> findings;
  diagnosis::NextStep next;
  unsigned step = 0;
};

struct DoctorReport {
  bool host = false;     // it answered
  std::string settings;  // why they could not be read, or ""
  fact::Facts facts;
  std::vector<Diagnosed> found;
};

[[nodiscard]] DoctorReport diagnose(const DoctorWish& wish, const catalogue::Catalogue& catalogue);

// For people, in "ja" or "en"; and as one JSON document.
void print_words(const DoctorReport& report, const catalogue::Catalogue& catalogue, const std::string& language);
void print_json(const DoctorReport& report, const catalogue::Catalogue& catalogue);

}  // namespace omote::cli
