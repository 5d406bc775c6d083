// `omote staff` against a console that answers.
#include <sys/wait.h>

#include "tests/integration/console/console.hpp"

namespace omote::console {
namespace {

class StaffCommand : public ConsoleTest {
 protected:
  struct Outcome {
    int code = -1;
    std::string text;  // both streams
  };
  Outcome omote(const std::string& arguments, const std::string& input = "", const std::string& around = "") {
    const auto file = temp_ / "input";
    EXPECT_TRUE(write_durably(file, as_bytes(input)));
    const auto line = around + " LANG=en_US.UTF-8 " + OMOTE_BUILD_DIR "/bin/omote staff " + arguments + " --port " +
                      std::to_string(port_) + " <" + file.string() + " 2>&1";
    std::FILE* pipe = ::popen(line.c_str(), "r");
    Outcome outcome;
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) outcome.text.append(buffer, n);
    outcome.code = WEXITSTATUS(::pclose(pipe));
    return outcome;
  }
};

TEST_F(StaffCommand, accounts_are_made_listed_changed_and_removed) {
  EXPECT_EQ(omote("setup-code --json").code, 0);
  EXPECT_EQ(omote("add 花子 --role administrator", std::string(kPassword) + "\n").code, 0);
  EXPECT_EQ(omote("add taro", std::string(kPassword) + "\n").text, "taro can sign in as user\n");
  const auto listed = TestJson::parse(omote("list --json").text);
  ASSERT_EQ(listed["staff"].size(), 2U);
  EXPECT_EQ(listed["staff"][0], (TestJson{{"name", "花子"}, {"role", "administrator"}, {"totp", false}}));
  EXPECT_EQ(omote("role taro administrator").code, 0);
  EXPECT_EQ(omote("password taro", std::string(kOther) + "\n").code, 0);
  EXPECT_EQ(try_in("taro", kOther).status, 200U);
  EXPECT_EQ(omote("remove taro").code, 0);
  EXPECT_EQ(try_in("taro", kOther).status, 401U);
  EXPECT_EQ(omote("setup-code").code, 1) << "there is an administrator";
}

TEST_F(StaffCommand, what_is_refused_says_what_is_expected) {
  const auto refused = omote("add taro", "short\n");
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.text, "omote staff add: password: At least 12 characters are expected.\n");
  EXPECT_EQ(omote("add taro", "").code, 1) << "no password at all";
  EXPECT_EQ(omote("remove jiro").text, "omote staff remove: name: There is no account of that name.\n");
  EXPECT_EQ(TestJson::parse(omote("remove jiro --json").text).value("reason", ""), "staff_unknown");
  EXPECT_NE(omote("add taro --role king").code, 0);
  EXPECT_NE(omote("dance").code, 0);
}

TEST_F(StaffCommand, ticket_opens_the_console) {
  const auto address = TestJson::parse(omote("ticket --json").text).value("address", "");
  const auto mark = address.find("/#ticket=");
  ASSERT_NE(mark, std::string::npos) << address;
  EXPECT_EQ(post("/api/session", {{"ticket", address.substr(mark + 9)}}).status, 200U);
}

TEST_F(StaffCommand, codes_are_begun_confirmed_and_ended) {
  add("taro", "user");
  EXPECT_THAT(omote("totp taro").text, testing::HasSubstr("otpauth://totp/Omote:taro?secret="));
  EXPECT_EQ(omote("totp taro --code 000000").code, 1);
  EXPECT_EQ(omote("totp taro --off").code, 0);
}

TEST_F(StaffCommand, another_user_and_a_missing_host_are_told_apart) {
  std::filesystem::create_directories(temp_ / "empty");
  const auto stranger = omote("list", "", "OMOTE_RUNTIME=" + (temp_ / "empty").string());
  EXPECT_EQ(stranger.code, 1);
  EXPECT_THAT(stranger.text, testing::HasSubstr("run this as the user that the host runs as"));
  running_.on_loop([this] { console_.reset(); });
  const auto nobody = omote("list");
  EXPECT_EQ(nobody.code, 2);
  EXPECT_THAT(nobody.text, testing::HasSubstr("no host answers at 127.0.0.1:"));
}

}  // namespace
}  // namespace omote::console
