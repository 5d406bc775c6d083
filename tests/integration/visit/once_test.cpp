// One patient through the whole system: private pcscd, virtual card, TLS link, simulated national system, real files.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "base/process.hpp"

namespace omote {
namespace {

namespace fs = std::filesystem;

class Once : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/omote-once-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  nlohmann::json receive(std::vector<std::string> arguments) {
    const std::string build = OMOTE_BUILD_DIR;
    Command command;
    command.argv = {build + "/bin/omote-sim",
                    "demo",
                    "--data",
                    build + "/../data",
                    "--web",
                    build + "/../web",
                    "--once",
                    "--json",
                    "--out",
                    (folder_ / "face").string(),
                    "--dir",
                    (folder_ / "site").string()};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    const auto answer = folder_ / "answer.json";
    const int fd = ::open(answer.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    command.descriptors = {{fd, 1}};
    command.standard_error = (folder_ / "log").string();
    auto process = start_process(command);
    ::close(fd);
    if (!process) return {};
    exit_code_ = process->wait(std::chrono::seconds(120)).value_or(-1);
    const auto text = read_file(answer);
    auto result = text ? nlohmann::json::parse(as_text(*text), nullptr, false) : nlohmann::json();
    if (!result.is_object()) {
      const auto log = read_file(folder_ / "log");
      ADD_FAILURE() << "no JSON; log:\n" << (log ? as_text(*log) : "");
    }
    return result;
  }
  [[nodiscard]] int results() const {
    int count = 0;
    if (!fs::exists(folder_ / "face")) return 0;
    for (const auto& entry : fs::directory_iterator(folder_ / "face")) count += entry.path().extension() == ".xml" ? 1 : 0;
    return count;
  }
  [[nodiscard]] std::string contents(const nlohmann::json& result) const {
    const auto bytes = read_file(result.value("file", ""));
    return bytes ? as_text(*bytes) : "";
  }

  fs::path folder_;
  int exit_code_ = -1;
};

TEST_F(Once, by_face_is_delivered) {
  const auto result = receive({"--by", "face"});
  EXPECT_EQ(exit_code_, 0);
  EXPECT_EQ(result.value("outcome", ""), "delivered");
  EXPECT_EQ(result.value("way", ""), "face");
  EXPECT_EQ(results(), 1);
  EXPECT_NE(contents(result).find("<XmlMsg>"), std::string::npos);
  EXPECT_FALSE(result["steps"].empty());
  EXPECT_GT(result.value("apdus", 0), 5);
}

TEST_F(Once, by_pin_is_delivered) {
  const auto result = receive({"--by", "pin"});
  EXPECT_EQ(exit_code_, 0);
  EXPECT_EQ(result.value("way", ""), "pin");
  EXPECT_EQ(results(), 1);
}

TEST_F(Once, by_staff_is_delivered) {
  const auto result = receive({"--by", "staff"});
  EXPECT_EQ(exit_code_, 0);
  EXPECT_EQ(result.value("way", ""), "staff");
  EXPECT_EQ(results(), 1);
}

TEST_F(Once, another_person_before_the_camera_is_refused) {
  const auto result = receive({"--by", "face", "--before-camera", "neighbour"});
  EXPECT_NE(exit_code_, 0);
  EXPECT_EQ(result.value("outcome", ""), "cancelled");
  EXPECT_EQ(result.value("reason", ""), "other_person");
  EXPECT_EQ(results(), 0);
}

TEST_F(Once, wrong_pin_is_told_and_nothing_is_written) {
  const auto result = receive({"--by", "pin", "--pin", "0000"});
  EXPECT_NE(exit_code_, 0);
  EXPECT_EQ(result.value("reason", ""), "pin_wrong");
  EXPECT_EQ(results(), 0);
}

TEST_F(Once, card_without_pin_offers_no_pin) {
  const auto result = receive({"--by", "pin", "--persona", "no_pin"});
  EXPECT_EQ(result.value("reason", ""), "pin_not_offered");
}

TEST_F(Once, first_use_is_registered_and_delivered) {
  const auto result = receive({"--by", "pin", "--persona", "first_use"});
  EXPECT_EQ(result.value("outcome", ""), "delivered");
  EXPECT_NE(std::ranges::find(result["screens"], "register"), result["screens"].end());
}

TEST_F(Once, name_outside_cp932_reaches_the_file_with_its_mark) {
  const auto result = receive({"--by", "pin", "--persona", "rare_name"});
  EXPECT_EQ(result.value("outcome", ""), "delivered");
  EXPECT_NE(contents(result).find("\x81\x9c"), std::string::npos);  // ● in CP932
}

TEST_F(Once, unknown_persona_is_told) {
  const std::string build = OMOTE_BUILD_DIR;
  Command command;
  command.argv = {build + "/bin/omote-sim", "demo",   "--data",    build + "/../data", "--web",
                  build + "/../web",        "--once", "--persona", "nobody_we_know"};
  command.standard_error = (folder_ / "log").string();
  auto process = start_process(command);
  ASSERT_TRUE(process);
  EXPECT_EQ(process->wait(std::chrono::seconds(20)), 1);
  const auto log = read_file(folder_ / "log");
  ASSERT_TRUE(log);
  EXPECT_NE(as_text(*log).find("nobody_we_know"), std::string::npos);
}

TEST_F(Once, nothing_of_a_person_stays_in_journal_or_logs) {
  const auto result = receive({"--by", "face"});
  ASSERT_EQ(exit_code_, 0);
  for (const auto& entry : fs::recursive_directory_iterator(folder_ / "site")) {
    if (!entry.is_regular_file() || entry.path().string().find("/cards/") != std::string::npos) continue;
    const auto bytes = read_file(entry.path());
    ASSERT_TRUE(bytes) << entry.path();
    const auto text = as_text(*bytes);
    EXPECT_EQ(text.find("見本　"), std::string::npos) << "a name in " << entry.path();
    EXPECT_EQ(text.find("ﾐﾎﾝ"), std::string::npos) << "a reading in " << entry.path();
  }
}

}  // namespace
}  // namespace omote
