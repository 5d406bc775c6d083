// An installation of real programs, and what happens to it: a flipped byte, a missing file, leftovers, a broken download.
#include <gmock/gmock.h>

#include <fstream>

#include "base/process.hpp"
#include "base/version.hpp"
#include "diagnosis/probes/installation.hpp"
#include "diagnosis/probes/programs_probe.hpp"
#include "net/http.hpp"
#include "tests/support/facts.hpp"
#include "tests/unit/net/running_loop.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

namespace fs = std::filesystem;
using test::said;
using testing::HasSubstr;

const auto kClock = std::make_shared<SystemClock>();

class Installation : public testing::Test {
 protected:
  void SetUp() override {
    put("usr/bin/omote-host", std::string(100'000, 'h'));
    put("usr/bin/omote-card-worker", "worker");
    put("usr/lib/systemd/system/omote-host.service", "[Unit]\n");
    put("usr/lib/omote/libomote_ifd.so", "library");
    put("usr/share/omote/models/face.weights", "weights");
    auto made = start_process({.argv = {program_beside("omote-manifest"), "--root", (root_ / "usr").string(), "--out",
                                        (root_ / "usr/share/omote/manifest.json").string()}});
    ASSERT_TRUE(made);
    ASSERT_EQ(made->wait(std::chrono::seconds(20)), 0);
    places_.manifest = root_ / "usr/share/omote/manifest.json";
    probe_.emplace(places_, root_.path(), kClock);
  }
  void put(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  void flip_byte(const std::string& file) {
    std::fstream stream(root_ / file, std::ios::in | std::ios::out | std::ios::binary);
    const auto was = static_cast<char>(stream.get());
    stream.seekp(0);
    stream.put(static_cast<char>(was ^ 1));
  }
  std::string now(std::string_view id) { return said(probe_->look(), id); }
  // A probe of other places.
  std::string now(std::string_view id, ProgramPlaces places) {
    places.manifest = places_.manifest;
    return said(ProgramsProbe(std::move(places), root_.path(), kClock).look(), id);
  }

  test::TempFolder root_;
  ProgramPlaces places_;
  std::optional<ProgramsProbe> probe_;
};

TEST_F(Installation, whole_one_has_nothing_damaged) {
  const auto facts = probe_->look();
  EXPECT_EQ(said(facts, "program.damaged_part"), "");
  EXPECT_EQ(said(facts, "program.damaged_files"), "");
  EXPECT_EQ(said(facts, "pc.leftovers"), "");
  EXPECT_EQ(said(facts, "program.missing"), "");
  EXPECT_EQ(said(facts, "program.package"), "none");
  EXPECT_EQ(said(facts, "program.version"), kVersion);
}

TEST_F(Installation, flipped_byte_names_the_part_it_is_in) {
  EXPECT_EQ(now("program.damaged_part"), "");
  for (const auto& [file, part] : {std::pair{"usr/share/omote/models/face.weights", "component"},
                                   {"usr/lib/systemd/system/omote-host.service", "start"},
                                   {"usr/lib/omote/libomote_ifd.so", "runtime"},
                                   {"usr/bin/omote-host", "program"}}) {
    flip_byte(file);
    const auto facts = probe_->look();
    EXPECT_EQ(said(facts, "program.damaged_part"), part);
    EXPECT_THAT(said(facts, "program.damaged_files"), HasSubstr(std::string(file).substr(4)));
    flip_byte(file);
    EXPECT_EQ(now("program.damaged_part"), "") << "whole again";
  }
}

TEST_F(Installation, missing_file_is_damage) {
  fs::remove(root_ / "usr/bin/omote-card-worker");
  const auto facts = probe_->look();
  EXPECT_EQ(said(facts, "program.damaged_part"), "program");
  EXPECT_EQ(said(facts, "program.damaged_files"), "bin/omote-card-worker");
}

TEST_F(Installation, without_a_manifest_nothing_is_claimed) {
  fs::remove(places_.manifest);
  EXPECT_EQ(now("program.damaged_part"), "?manifest_missing");
  put("usr/share/omote/manifest.json", "{\"files\": 7}");
  EXPECT_EQ(now("program.damaged_part"), "?manifest_unreadable");
}

TEST_F(Installation, leftovers_of_older_ones_are_named) {
  put("usr/bin/omote-agent", "an old version's");
  put("usr/local/bin/omote", "found before ours");
  put("opt/omote-0.9/bin/x", "an older one");
  put("etc/omote/host.toml.dpkg-old", "old settings");
  put("var/lib/dpkg/status",
      "Package: omote-terminal\nStatus: deinstall ok config-files\n\nPackage: omote-host\nStatus: install ok installed\n");
  const auto found = now("pc.leftovers");
  EXPECT_THAT(found, HasSubstr("bin/omote-agent"));
  EXPECT_THAT(found, HasSubstr("usr/local/bin/omote"));
  EXPECT_THAT(found, HasSubstr("opt/omote-0.9"));
  EXPECT_THAT(found, HasSubstr("host.toml.dpkg-old"));
  EXPECT_THAT(found, HasSubstr("package omote-terminal"));
  EXPECT_THAT(found, testing::Not(HasSubstr("package omote-host")));
}

TEST_F(Installation, what_it_needs_is_named_when_missing) {
  EXPECT_EQ(
      now("program.missing", {.needed = {{"pcscd", root_ / "usr/sbin/pcscd"}, {"omote-host", root_ / "usr/bin/omote-host"}}}),
      "pcscd");
}

TEST_F(Installation, version_is_old_only_below_what_is_required) {
  EXPECT_EQ(now("program.version_old", {.required_version = std::string(kVersion)}), "false");
  EXPECT_EQ(now("program.version_old", {.required_version = "99.0"}), "true");
  EXPECT_EQ(now("program.version_old", {}), "?not_set");
  EXPECT_TRUE(is_older("1.2.9", "1.2.10"));
  EXPECT_FALSE(is_older("1.10", "1.9.9"));
  EXPECT_TRUE(is_older("1.2", "1.2.1"));
}

TEST_F(Installation, settings_that_cannot_be_read_are_told) {
  put("host.toml", "[clinic]\nname = \"見本\"\n");
  EXPECT_EQ(now("program.settings", {.settings = root_ / "host.toml"}), "whole");
  put("host.toml", "[clinic\nname = ");
  EXPECT_EQ(now("program.settings", {.settings = root_ / "host.toml"}), "unreadable");
  EXPECT_EQ(now("program.settings", {.settings_state = [] { return "healed"; }}), "healed");
}

TEST_F(Installation, download_is_whole_or_damaged) {
  fs::create_directories(root_ / "updates");
  const ProgramPlaces places{.downloads = root_ / "updates"};
  EXPECT_EQ(now("program.package", places), "none");
  // A real archive of the kind, with one member of ten bytes.
  const std::string archive = "!<arch>\ndebian-binary   0           0     0     100644  10        `\n2.0\nabcdef";
  put("updates/omote_1.0_amd64.deb", archive);
  EXPECT_EQ(now("program.package", places), "whole");
  put("updates/omote_1.0_amd64.deb", archive.substr(0, archive.size() - 3));
  EXPECT_EQ(now("program.package", places), "damaged");

  put("updates/omote_1.0_amd64.deb", archive);
  put("updates/omote_1.0_amd64.deb.sha256", sha256_of_file(root_ / "updates/omote_1.0_amd64.deb") + "  omote_1.0_amd64.deb\n");
  EXPECT_EQ(now("program.package", places), "whole");
  flip_byte("updates/omote_1.0_amd64.deb");
  EXPECT_EQ(now("program.package", places), "damaged");
}

TEST_F(Installation, host_is_running_hung_or_dead) {
  net::test::RunningLoop running;
  auto server = running.on_loop([&] { return net::HttpServer::listen(running.loop(), {}); });
  ASSERT_TRUE(server);
  const ProgramPlaces places{.console_port = (*server)->port()};
  running.on_loop([&] {
    (*server)->on_request(
        [](const net::Request&, const net::HttpServer::Answer& answer) { answer(net::json_response(200, "{}")); });
  });
  EXPECT_EQ(now("program.host", places), "running");

  // Its loop is busy for longer than anybody waits.
  std::promise<void> go_on;
  running.loop().post([&] { go_on.get_future().wait(); });
  EXPECT_EQ(now("program.host", places), "hung");
  go_on.set_value();

  running.on_loop([&] { server->reset(); });
  EXPECT_EQ(now("program.host", places), "dead");
  EXPECT_EQ(now("program.host", {}), "?port_not_known");
}

}  // namespace
}  // namespace omote::diagnosis
