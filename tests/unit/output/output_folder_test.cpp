#include "output/output_folder.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/file.hpp"
#include "tests/unit/output/sample.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::output {
namespace {

namespace fs = std::filesystem;

class Folder : public testing::Test {
 protected:
  Folder() {
    fs::create_directories(folder());
    fs::create_directories(fhir());
  }
  [[nodiscard]] fs::path folder() const { return temp_ / "face"; }
  [[nodiscard]] fs::path fhir() const { return temp_ / "fhir"; }
  [[nodiscard]] fs::path state() const { return temp_ / "state"; }
  [[nodiscard]] std::unique_ptr<OutputFolder> open() const {
    return std::move(OutputFolder::open({folder(), fhir(), state(), eligibility::Encoding::ShiftJis, 0660}, clock_).value());
  }
  static std::vector<std::string> names(const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path().filename().string());
    return found;
  }
  // A file stands where the folder should be: refused for every user, root too.
  void refuse() {
    fs::rename(folder(), temp_ / "away");
    ASSERT_TRUE(write_durably(folder(), as_bytes("no folder")));
  }
  void accept_again() {
    fs::remove(folder());
    fs::rename(temp_ / "away", folder());
  }

  omote::test::TempFolder temp_;
  SystemClock clock_;
};

TEST_F(Folder, result_stands_whole_under_its_final_name_with_its_mode) {
  const auto delivered = open()->deliver(test::sample_delivery());

  ASSERT_TRUE(delivered);
  EXPECT_FALSE(delivered->kept);
  EXPECT_THAT(names(folder()), testing::ElementsAre(fs::path(delivered->file).filename().string()));
  struct stat facts{};
  ASSERT_EQ(::stat(delivered->file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0660u);
}

TEST_F(Folder, bundle_has_the_same_name) {
  const auto delivered = open()->deliver(test::sample_delivery());

  EXPECT_THAT(names(fhir()), testing::ElementsAre(fs::path(delivered->file).filename().replace_extension(".json").string()));
}

TEST_F(Folder, same_visit_is_written_once_even_after_the_file_was_taken) {
  auto output = open();
  const auto first = output->deliver(test::sample_delivery());
  fs::remove(first->file);

  const auto second = output->deliver(test::sample_delivery());

  EXPECT_EQ(second->file, first->file);
  EXPECT_TRUE(names(folder()).empty());
}

TEST_F(Folder, same_visit_is_written_once_over_a_restart) {
  const auto first = open()->deliver(test::sample_delivery());
  fs::remove(first->file);
  auto later = test::sample_delivery();
  later.time += std::chrono::seconds(5);

  const auto second = open()->deliver(later);

  EXPECT_EQ(second->file, first->file);
  EXPECT_TRUE(names(folder()).empty());
}

TEST_F(Folder, two_visits_are_two_files) {
  auto output = open();

  ASSERT_TRUE(output->deliver(test::sample_delivery("one")));
  ASSERT_TRUE(output->deliver(test::sample_delivery("two")));

  EXPECT_EQ(names(folder()).size(), 2u);
}

TEST_F(Folder, refused_result_waits_privately_in_the_outbox) {
  auto output = open();
  refuse();

  const auto delivered = output->deliver(test::sample_delivery());

  ASSERT_TRUE(delivered);
  EXPECT_TRUE(delivered->kept);
  EXPECT_EQ(delivered->file, "");
  EXPECT_NE(delivered->reason, "");
  EXPECT_EQ(output->waiting(), 1);
  struct stat facts{};
  ASSERT_EQ(::stat((state() / "outbox" / names(state() / "outbox").front()).c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(Folder, flush_delivers_what_waits_once_the_folder_is_back_even_after_a_restart) {
  {
    auto output = open();
    refuse();
    ASSERT_TRUE(output->deliver(test::sample_delivery()));
    EXPECT_EQ(output->flush(), 1);
  }
  accept_again();
  auto output = open();

  EXPECT_EQ(output->flush(), 0);

  EXPECT_EQ(output->waiting(), 0);
  EXPECT_EQ(names(folder()).size(), 1u);
  EXPECT_FALSE(output->deliver(test::sample_delivery())->kept);
  EXPECT_EQ(names(folder()).size(), 1u);
}

TEST_F(Folder, repeated_delivery_while_it_waits_stays_one) {
  auto output = open();
  refuse();
  ASSERT_TRUE(output->deliver(test::sample_delivery()));

  EXPECT_TRUE(output->deliver(test::sample_delivery())->kept);

  EXPECT_EQ(output->waiting(), 1);
}

TEST_F(Folder, refused_bundle_waits_and_does_not_hold_up_the_result) {
  auto output = open();
  fs::remove(fhir());

  EXPECT_FALSE(output->deliver(test::sample_delivery())->kept);
  EXPECT_EQ(output->waiting(), 1);

  fs::create_directories(fhir());
  EXPECT_EQ(output->flush(), 0);
  EXPECT_EQ(names(fhir()).size(), 1u);
}

TEST_F(Folder, neither_folder_nor_outbox_is_a_loss_that_is_said) {
  auto output = open();
  refuse();
  fs::remove_all(state() / "outbox");

  const auto delivered = output->deliver(test::sample_delivery());

  ASSERT_FALSE(delivered);
  EXPECT_EQ(delivered.error().reason.text(), "output_lost");
}

TEST_F(Folder, cut_between_naming_and_writing_ends_in_the_same_name) {
  ASSERT_TRUE(open()->deliver(test::sample_delivery()));
  const auto index = as_text(read_file(state() / "deliveries").value());
  const auto name = names(folder()).front();
  fs::remove(folder() / name);
  // The index as it stood before the file was written, with a torn line behind it.
  ASSERT_TRUE(write_durably(state() / "deliveries", as_bytes(index.substr(0, index.find('\n') + 1) + "done 0a1b")));
  auto later = test::sample_delivery();
  later.time += std::chrono::seconds(90);

  ASSERT_TRUE(open()->deliver(later));

  EXPECT_THAT(names(folder()), testing::ElementsAre(name));
}

TEST_F(Folder, half_written_files_of_a_cut_are_taken_away_and_others_left) {
  ASSERT_TRUE(write_durably(folder() / ".OQSsiquc01res_face_x.xml.00112233.tmp", as_bytes("<XmlMsg>")));
  ASSERT_TRUE(write_durably(folder() / "other.tmp", as_bytes("not ours")));

  auto output = open();

  EXPECT_THAT(names(folder()), testing::ElementsAre("other.tmp"));
}

TEST_F(Folder, unusable_state_is_a_reason) {
  ASSERT_TRUE(write_durably(state(), as_bytes("no folder")));

  const auto output = OutputFolder::open({folder(), fhir(), state(), eligibility::Encoding::Utf8, 0660}, clock_);

  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().reason.text(), "output_state_unusable");
}

}  // namespace
}  // namespace omote::output
