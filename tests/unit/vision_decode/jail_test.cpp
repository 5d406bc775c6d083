#include "vision/decode/jail.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace omote::vision::decode {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

constexpr int kEscaped = 42;

// Runs `attempt` in a jailed child; the signal that ended it, or minus its exit status.
int fate_of(const std::function<void()>& attempt) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!enter_jail(3)) ::_exit(1);
    attempt();
    ::_exit(kEscaped);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

struct Escape {
  const char* name;
  void (*attempt)();
};

class Escapes : public testing::TestWithParam<Escape> {};

TEST_P(Escapes, system_call_kills_the_process) {
  if (kSanitized) GTEST_SKIP() << "the address sanitizer needs more of the system than the jail allows";
  EXPECT_EQ(fate_of(GetParam().attempt), SIGSYS);
}

INSTANTIATE_TEST_SUITE_P(
    Jail, Escapes,
    testing::Values(Escape{"open", [] { ::open("/etc/passwd", O_RDONLY); }},
                    Escape{"socket", [] { ::socket(AF_INET, SOCK_STREAM, 0); }},
                    Escape{"execve", [] { ::execl("/bin/true", "true", nullptr); }}, Escape{"fork", [] { ::fork(); }},
                    Escape{"kill", [] { ::kill(::getppid(), 0); }}, Escape{"unlink", [] { ::unlink("/nonexistent"); }},
                    Escape{"writing_elsewhere", [] { static_cast<void>(!::write(1, "x", 1)); }},
                    Escape{"executable_memory",
                           [] { ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }},
                    Escape{"making_memory_executable",
                           [] {
                             void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                             ::mprotect(page, 4096, PROT_READ | PROT_EXEC);
                           }}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Jail, computing_and_memory_are_allowed) {
  EXPECT_EQ(fate_of([] {
              void* memory = ::mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              if (memory != MAP_FAILED) ::_exit(7);
            }),
            -7);
}

TEST(Jail, more_memory_than_allowed_is_not_given) {
  if (kSanitized) GTEST_SKIP() << "the address sanitizer needs more memory than the jail allows";
  EXPECT_EQ(fate_of([] {
              void* memory = ::mmap(nullptr, 300 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              if (memory == MAP_FAILED) ::_exit(7);
            }),
            -7);
}

TEST(Jail, endless_work_is_ended_after_its_time) {
  EXPECT_EQ(fate_of([] {
              volatile bool forever = true;
              while (forever) {
              }
            }),
            SIGKILL);
}

}  // namespace
}  // namespace omote::vision::decode
