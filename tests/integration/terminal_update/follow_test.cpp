// A terminal follows the PC's version: kept there, sent over the real link, installed by the real updater.
#include <fstream>

#include "base/file.hpp"
#include "host/terminal_updates.hpp"
#include "terminal/update_follow.hpp"
#include "tests/integration/link/fixture.hpp"
#include "tests/support/release_maker.hpp"
#include "update/for_terminals.hpp"

namespace omote::update {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class Programs : public Services {
 public:
  bool healthy = true;
  Units running() override { return {"omote-terminal.service"}; }
  Result<void> try_programs(const fs::path&) override { return {}; }
  void restart(const Units&) override {}
  Result<void> look(const Units&, const fs::path& folder) override {
    if (!healthy && folder.filename() == "0.2.0") return std::unexpected(Failure{"not_healthy", "it is failed", {}});
    return {};
  }
};

class Follow : public link::test::LinkFixture {
 protected:
  Follow() {
    for (const auto& places : {pc_, panel_}) maker_.give_key_to(places.keys());
    make("0.1.0");
    make("0.2.0");
    auto updater = Updater::open(panel_, programs_, clock_);
    EXPECT_TRUE(updater->install({.from = release("0.1.0")}));
    EXPECT_TRUE(keep_for_terminals(pc_, clock_, release("0.2.0"), false));
    pair_on_file();
    open_pc();
  }
  ~Follow() override { close_panel(); }

  [[nodiscard]] fs::path release(const std::string& version) const { return temp_ / ("release-" + version); }
  void make(const std::string& version) const {
    const std::string much(700'000, version[2]);
    maker_.make(release(version), {.version = version,
                                   .piece = "omote-terminal",
                                   .files = {{"bin/omote-terminal", "#!/bin/sh\n"}, {"share/omote/a", much}}});
    maker_.make(release(version), {.version = version, .piece = "omote-host", .files = {{"bin/omote-host", much}}});
    if (version == "0.1.0") fs::remove(release(version) / "share/omote/release/omote-host.json");  // a terminal has no host
  }
  void open_pc() {
    shelf_.look();
    updates_.emplace(host::TerminalUpdateParts{
        clock_, shelf_,
        [this](const std::string& serial, const link::v1::ToTerminal& message) { return host_->send(serial, message); },
        [this](const std::string&) { return visit_runs_; }, [](const std::string&) {},
        [this](const std::string&) { return verdict_; },
        [this](const std::string&, const host::UpdateVerdict& verdict) { verdict_ = verdict; },
        [](const journal::v1::Event&) {}});
    link::HostLinkEvents events;
    events.on_up = [this](const std::string& serial) {
      updates_->link_up(serial, host_->terminals().at(0).software, host_->version(serial));
    };
    events.on_down = [this](const std::string& serial, const std::string& reason) {
      host_log_.downs.push_back(reason);
      updates_->link_down(serial);
    };
    events.on_message = [this](const std::string& serial, const link::v1::ToHost& message) {
      if (message.has_update_state()) updates_->hear(serial, message.update_state());
      if (message.has_release_wanted()) updates_->hear(serial, message.release_wanted());
    };
    host_ = std::move(link::HostLink::open(loop_, host_device_.copy(), host_options(), std::move(events)).value());
  }
  void open_panel(const std::string& software, std::uint32_t most = 2) {
    link::TerminalLinkEvents events;
    events.on_up = [this](const link::v1::Hello&) { follow_->link_up(); };
    events.on_message = [this](const link::v1::ToTerminal& message) {
      if (message.has_release_offer()) follow_->hear(message.release_offer());
      if (!message.has_release_piece()) return;
      received_ += message.release_piece().data().size();
      follow_->hear(message.release_piece());
    };
    follow_ = std::make_unique<terminal::UpdateFollow>(
        loop_, terminal::UpdatePlaces{"host", folder(), verdict_file(panel_)}, [this](const link::v1::ToHost& message) {
          return panel_link_ && panel_link_->version() >= link::kReleasesSince && panel_link_->send(message);
        });
    auto options = terminal_options(host_->beacon_port());
    options.software = software;
    options.versions.most = most;
    panel_link_ =
        std::move(link::TerminalLink::open(loop_, terminal_device_.copy(), std::move(options), std::move(events)).value());
  }
  void close_panel() {
    follow_.reset();
    panel_link_.reset();
  }
  [[nodiscard]] fs::path folder() const { return temp_ / "panel-state/update"; }
  // As both programs do it, a few times a second.
  bool comes(const std::function<bool()>& so) {
    return until(
        [&] {
          updates_->tend(false);
          if (follow_) follow_->tick();
          return so();
        },
        30s);
  }
  [[nodiscard]] host::TerminalUpdateView view() const { return updates_->view("T-0001"); }
  bool connected() {
    return comes([&] { return host_->up("T-0001") && !view().way.empty(); });
  }
  [[nodiscard]] std::uint64_t size() const { return shelf_.release()->size; }
  // What omote-terminal-update.service does on the terminal.
  void install() {
    auto updater = Updater::open(panel_, programs_, clock_);
    const auto taken = take_release(panel_, clock_, *updater, folder());
    ASSERT_TRUE(taken && *taken);
  }
  [[nodiscard]] std::string runs() const { return Store(panel_.programs()).current(); }

  Places pc_{temp_ / "pc"}, panel_{temp_ / "panel"};
  test::ReleaseMaker maker_;
  Programs programs_;
  SystemClock clock_;
  host::ReleaseShelf shelf_{offer_folder(pc_)};
  host::UpdateVerdict verdict_;
  bool visit_runs_ = false;
  std::uint64_t received_ = 0;
  std::optional<host::TerminalUpdates> updates_;
  std::unique_ptr<link::HostLink> host_;
  std::unique_ptr<link::TerminalLink> panel_link_;
  std::unique_ptr<terminal::UpdateFollow> follow_;
};

TEST_F(Follow, older_terminal_is_brought_to_the_version_of_the_pc) {
  open_panel("0.1.0");
  ASSERT_TRUE(connected());
  EXPECT_EQ(view().waits, "0.2.0");
  ASSERT_EQ(updates_->order("T-0001", "mori"), "");
  ASSERT_TRUE(comes([&] { return view().phase == "installing"; }));
  EXPECT_EQ(received_, size()) << "every byte once";
  EXPECT_THAT(host_log_.downs, IsEmpty()) << "heartbeats went on";
  EXPECT_EQ(runs(), "0.1.0") << "the terminal's program installs nothing";
  install();
  EXPECT_EQ(runs(), "0.2.0");
  EXPECT_FALSE(fs::exists(panel_.programs() / "current/bin/omote-host")) << "the PC's piece was not sent";
  close_panel();
  open_panel("0.2.0");
  ASSERT_TRUE(comes([&] { return verdict_.verdict == "good"; }));
  EXPECT_EQ(verdict_.version, "0.2.0");
  EXPECT_EQ(view().waits, "");
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_F(Follow, terminal_that_restarts_again_and_again_gets_every_byte_once_and_a_bit) {
  open_panel("0.1.0");
  ASSERT_TRUE(connected());
  ASSERT_EQ(updates_->order("T-0001", "mori"), "");
  int cuts = 0;
  for (auto next = size() / 5; next < size(); next += size() / 5, ++cuts) {
    ASSERT_TRUE(comes([&] { return received_ >= next; }));
    close_panel();
    open_panel("0.1.0");
  }
  ASSERT_TRUE(comes([&] { return view().phase == "installing"; }));
  EXPECT_GE(cuts, 4);
  EXPECT_LE(received_, size() + static_cast<std::uint64_t>(cuts) * link::kPieceSize)
      << "at most the piece on its way is sent twice";
  install();
  EXPECT_EQ(runs(), "0.2.0");
}

TEST_F(Follow, version_that_is_not_healthy_is_taken_back_and_told) {
  programs_.healthy = false;
  open_panel("0.1.0");
  ASSERT_TRUE(connected());
  ASSERT_EQ(updates_->order("T-0001", "mori"), "");
  ASSERT_TRUE(comes([&] { return view().phase == "installing"; }));
  install();
  EXPECT_EQ(runs(), "0.1.0");
  ASSERT_TRUE(comes([&] { return verdict_.verdict == "taken_back"; }));
  EXPECT_THAT(verdict_.why, testing::HasSubstr("it is failed"));
  updates_->tend(true);
  EXPECT_EQ(view().phase, "") << "not again by itself";
}

TEST_F(Follow, release_spoiled_on_the_pc_is_refused_before_anybody_installs_it) {
  {
    std::fstream file(shelf_.release()->file, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(400'000);
    file.put('!');
  }
  open_panel("0.1.0");
  ASSERT_TRUE(connected());
  ASSERT_EQ(updates_->order("T-0001", "mori"), "");
  ASSERT_TRUE(comes([&] { return verdict_.verdict == "refused"; }));
  EXPECT_EQ(verdict_.why, "release_checksum");
  EXPECT_TRUE(fs::is_empty(folder()));
}

TEST_F(Follow, nothing_is_installed_while_a_visit_runs) {
  open_panel("0.1.0");
  ASSERT_TRUE(connected());
  visit_runs_ = true;
  ASSERT_EQ(updates_->order("T-0001", "mori"), "");
  EXPECT_FALSE(until([&] { return received_ > 0; }, 1s));
  EXPECT_EQ(view().phase, "waits");
  visit_runs_ = false;
  EXPECT_TRUE(comes([&] { return view().phase == "installing"; }));
}

TEST_F(Follow, terminal_of_an_older_link_is_told_nothing_that_it_does_not_know) {
  open_panel("0.1.0", 1);
  ASSERT_TRUE(connected());
  EXPECT_EQ(view().way, "by_hand");
  EXPECT_EQ(updates_->order("T-0001", "mori"), "update_by_hand");
  EXPECT_FALSE(until([&] { return !host_log_.downs.empty(); }, 1s)) << "and the link stays";
}

}  // namespace
}  // namespace omote::update
