// A terminal follows the version that is kept for it: when, when not, and what is told.
#include "host/terminal_updates.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "link/messages/codec.hpp"
#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class UpdatesOfTerminals : public testing::Test {
 protected:
  UpdatesOfTerminals() {
    keep("0.2.0");
    updates_.emplace(TerminalUpdateParts{clock_, shelf_,
                                         [this](const std::string&, const link::v1::ToTerminal& message) {
                                           sent_.push_back(message);
                                           return true;
                                         },
                                         [this](const std::string&) { return visit_runs_; },
                                         [this](const std::string& serial) { held_.push_back(updates_->holds(serial)); },
                                         [this](const std::string&) { return verdict_; },
                                         [this](const std::string&, const UpdateVerdict& verdict) {
                                           verdict_ = verdict_from(to_text(verdict));
                                           told_.push_back(verdict.version + " " + verdict.verdict + " " + verdict.why);
                                         },
                                         [this](const journal::v1::Event& event) { static_cast<void>(journal_.append(event)); }});
  }
  void keep(const std::string& version, std::size_t size = 100'000) {
    file_ = std::string(size, version.back());
    std::ofstream(folder_ / "r.release", std::ios::binary) << file_;
    std::ofstream(folder_ / "offer.json") << R"({"version": ")" << version << R"(", "file": "r.release", "size": )" << size
                                          << R"(, "sha256": ")" << to_hex(sha256(as_bytes(file_))) << "\"}";
    shelf_.look();
  }
  void up(const std::string& software, std::uint32_t link_version = 2) {
    updates_->link_up("T1", software, link_version);
    if (link_version >= 2) tell();
  }
  void tell(bool installing = false, std::uint64_t number = 0, const std::string& verdict = "", const std::string& way = "host") {
    link::v1::UpdateState state;
    state.set_way(way);
    if (installing) state.set_installing(checksum());
    state.set_number(number);
    if (number != 0) state.set_sha256(checksum());
    state.set_version("0.2.0");
    state.set_verdict(verdict);
    updates_->hear("T1", state);
  }
  void want(std::uint64_t at, const std::string& reason = "") {
    link::v1::ReleaseWanted wanted;
    wanted.set_sha256(checksum());
    wanted.set_at(at);
    wanted.set_reason(reason);
    updates_->hear("T1", wanted);
  }
  // Asks for everything but the last piece.
  std::uint64_t fetch_but_the_last() {
    std::uint64_t at = 0;
    while (file_.size() - at > link::kPieceSize) {
      want(at);
      at += sent_.back().release_piece().data().size();
    }
    return at;
  }
  [[nodiscard]] std::string checksum() const { return as_text(sha256(as_bytes(file_))); }
  [[nodiscard]] std::string phase() const { return updates_->view("T1").phase; }
  void pass(std::chrono::milliseconds time) {
    clock_.passed += time;
    updates_->tend(false);
  }

  test::TempFolder folder_;
  test::HandClock clock_;
  test::Memory journal_;
  ReleaseShelf shelf_{folder_.path()};
  std::string file_;
  std::vector<link::v1::ToTerminal> sent_;
  std::vector<bool> held_;
  std::vector<std::string> told_;
  UpdateVerdict verdict_;
  bool visit_runs_ = false;
  std::optional<TerminalUpdates> updates_;
};

TEST_F(UpdatesOfTerminals, older_terminal_gets_every_byte_one_piece_at_a_time_and_its_verdict_is_told) {
  up("0.1.0");
  EXPECT_EQ(updates_->view("T1").waits, "0.2.0");
  EXPECT_EQ(updates_->order("T1", "mori"), "");
  ASSERT_TRUE(sent_.back().has_release_offer());
  EXPECT_EQ(sent_.back().release_offer().size(), file_.size());
  std::string received;
  while (received.size() < file_.size()) {
    const auto before = sent_.size();
    want(received.size());
    ASSERT_EQ(sent_.size(), before + 1) << "one piece for each question";
    ASSERT_TRUE(link::decode_to_terminal(link::encode(sent_.back()))) << "within the limits of the link";
    received += sent_.back().release_piece().data();
  }
  EXPECT_EQ(received, file_);
  EXPECT_THAT(held_, ElementsAre(true)) << "closed before the last piece";
  want(file_.size());
  EXPECT_EQ(phase(), "installing");
  tell(true);
  updates_->link_down("T1");  // its program starts again
  updates_->link_up("T1", "0.2.0", 2);
  tell(true);
  EXPECT_TRUE(updates_->holds("T1"));
  tell(true, 77, "good");
  tell(false, 77, "good");
  EXPECT_THAT(told_, ElementsAre("0.2.0 good "));
  EXPECT_EQ(phase(), "");
  EXPECT_THAT(held_, ElementsAre(true, false));
  EXPECT_EQ(updates_->view("T1").waits, "");
  ASSERT_EQ(journal_.events.size(), 2U);
  EXPECT_EQ(journal_.events[0].update_offered().by(), "mori");
  EXPECT_EQ(journal_.events[1].terminal_updated().verdict(), "good");
}

TEST_F(UpdatesOfTerminals, nothing_is_sent_while_a_visit_runs_and_the_last_piece_only_with_check_in_closed) {
  up("0.1.0");
  EXPECT_EQ(updates_->order("T1", "mori"), "");
  visit_runs_ = true;
  want(0);
  EXPECT_EQ(phase(), "waits");
  EXPECT_EQ(sent_.size(), 1U) << "the offer alone";
  EXPECT_TRUE(held_.empty()) << "others may still check in";
  visit_runs_ = false;
  pass(500ms);
  EXPECT_EQ(sent_.size(), 2U);
  const auto last = fetch_but_the_last();
  visit_runs_ = true;
  const auto before = sent_.size();
  want(last);
  EXPECT_THAT(held_, ElementsAre(true)) << "nobody new, and the one who is there is finished first";
  pass(60s);
  EXPECT_EQ(sent_.size(), before);
  visit_runs_ = false;
  pass(500ms);
  EXPECT_EQ(sent_.size(), before + 1);
}

TEST_F(UpdatesOfTerminals, link_that_breaks_goes_on_where_the_terminal_wants_it) {
  up("0.1.0");
  EXPECT_EQ(updates_->order("T1", "mori"), "");
  want(0);
  updates_->link_down("T1");
  pass(60s);
  EXPECT_EQ(sent_.size(), 2U) << "nothing is sent into a broken link";
  up("0.1.0");
  ASSERT_TRUE(sent_.back().has_release_offer()) << "offered again without anybody's word";
  want(link::kPieceSize);
  EXPECT_EQ(sent_.back().release_piece().at(), link::kPieceSize);
}

TEST_F(UpdatesOfTerminals, terminal_that_says_nothing_is_offered_it_again) {
  up("0.1.0");
  EXPECT_EQ(updates_->order("T1", "mori"), "");
  pass(4s);
  EXPECT_EQ(sent_.size(), 1U);
  pass(2s);
  EXPECT_EQ(sent_.size(), 2U);
  EXPECT_TRUE(sent_.back().has_release_offer());
}

TEST_F(UpdatesOfTerminals, same_or_newer_terminal_is_never_offered_an_older_version) {
  for (const auto* software : {"0.2.0", "0.3.0", "1.0.0", "strange"}) {
    up(software);
    EXPECT_EQ(updates_->order("T1", "mori"), "update_none") << software;
    EXPECT_EQ(updates_->view("T1").waits, "") << software;
    updates_->tend(true);
  }
  EXPECT_TRUE(sent_.empty());
}

TEST_F(UpdatesOfTerminals, what_cannot_be_updated_from_here_says_so) {
  EXPECT_EQ(updates_->order("T1", "mori"), "terminal_away");
  up("0.1.0", 1);
  EXPECT_EQ(updates_->order("T1", "mori"), "update_by_hand") << "its link carries no releases";
  up("0.1.0");
  tell(false, 0, "", "by_hand");
  EXPECT_EQ(updates_->order("T1", "mori"), "update_by_hand");
  EXPECT_EQ(updates_->view("T1").way, "by_hand");
  EXPECT_EQ(updates_->view("T1").waits, "0.2.0") << "that it is older is shown all the same";
  EXPECT_TRUE(sent_.empty());
}

TEST_F(UpdatesOfTerminals, version_that_failed_is_not_offered_again_by_itself) {
  up("0.1.0");
  updates_->tend(true);
  ASSERT_EQ(sent_.size(), 1U) << "follows by itself";
  EXPECT_EQ(journal_.events[0].update_offered().by(), "machine");
  tell(true, 5, "taken_back");
  tell(false, 5, "taken_back");
  updates_->tend(true);
  EXPECT_EQ(sent_.size(), 1U);
  EXPECT_EQ(updates_->order("T1", "mori"), "") << "a person may";
  want(0, "release_no_space");
  EXPECT_THAT(told_, ElementsAre("0.2.0 taken_back ", "0.2.0 refused release_no_space"));
  keep("0.2.1");
  updates_->tend(true);
  EXPECT_EQ(sent_.back().release_offer().version(), "0.2.1") << "another one is another thing";
}

TEST_F(UpdatesOfTerminals, verdict_that_came_while_the_host_was_away_is_told_once) {
  updates_->link_up("T1", "0.2.0", 2);
  tell(true);
  EXPECT_TRUE(updates_->holds("T1")) << "somebody installs there";
  tell(true, 9, "good");
  tell(false, 9, "good");
  up("0.2.0");
  tell(false, 9, "good");
  EXPECT_THAT(told_, ElementsAre("0.2.0 good "));
  EXPECT_FALSE(updates_->holds("T1"));
}

TEST_F(UpdatesOfTerminals, installer_that_never_answers_opens_check_in_again) {
  up("0.1.0");
  EXPECT_EQ(updates_->order("T1", "mori"), "");
  fetch_but_the_last();
  want(file_.size());
  tell(true);
  pass(19min);
  EXPECT_TRUE(updates_->holds("T1"));
  pass(2min);
  EXPECT_FALSE(updates_->holds("T1"));
  tell(true);
  EXPECT_FALSE(updates_->holds("T1")) << "what lies there is waited for once";
  EXPECT_THAT(told_, ElementsAre("0.2.0 no_verdict "));
}

TEST_F(UpdatesOfTerminals, release_that_is_replaced_on_the_way_is_not_mixed) {
  up("0.1.0");
  EXPECT_EQ(updates_->order("T1", "mori"), "");
  want(0);
  const auto wanted = checksum();
  keep("0.2.1");
  link::v1::ReleaseWanted next;
  next.set_sha256(wanted);
  next.set_at(link::kPieceSize);
  updates_->hear("T1", next);
  EXPECT_THAT(told_, ElementsAre("0.2.0 refused release_replaced"));
}

}  // namespace
}  // namespace omote::host
