#include "diagnosis/probes/output_probe.hpp"

#include <array>
#include <cmath>

#include "diagnosis/probes/child.hpp"
#include "diagnosis/probes/fact_list.hpp"
#include "diagnosis/probes/folder_look.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::array<std::string_view, 5> kTold{"output.exists", "output.writable", "output.read_only_file_system",
                                                "output.free_mb", "output.oldest_file_min"};
constexpr std::chrono::milliseconds kForChild{2'000};

}  // namespace

ports::ProbeCost OutputProbe::cost() const {
  return can_hang(folder_) ? ports::ProbeCost::Dear : ports::ProbeCost::Cheap;
}

std::vector<std::pair<std::string, std::string>> OutputProbe::tells() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto id : kTold) all.emplace_back(id, "");
  return all;
}

std::vector<fact::Fact> OutputProbe::look() {
  FactList facts({}, clock_->now());
  std::optional<FolderLook> look;
  std::string why = "probe_not_started";
  if (!can_hang(folder_)) {
    look = look_at_folder(folder_);
  } else if (const auto said = ask_child({"folder", folder_.string()}, kForChild)) {
    look = folder_look_of(*said);
  } else {
    why = said.error().reason.text() == "probe_time_out" ? "time_out" : why;
  }
  if (!look) {
    for (const auto id : kTold) facts.unknown(id, why);
    return facts.take();
  }
  facts.flag("output.exists", look->exists);
  facts.flag("output.writable", look->writable);
  if (!look->exists) {
    for (const auto id : {kTold[2], kTold[3], kTold[4]}) facts.unknown(id, "folder_missing");
    return facts.take();
  }
  facts.flag("output.read_only_file_system", look->read_only);
  facts.number("output.free_mb", std::floor(look->free_mb));
  facts.number("output.oldest_file_min", std::floor(look->oldest_file_min));
  return facts.take();
}

}  // namespace omote::diagnosis
