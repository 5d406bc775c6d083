#include "apps/cli/password_prompt.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace omote::cli {

std::string read_password(const std::string& question) {
  std::string text;
  if (::isatty(STDIN_FILENO) == 0) {
    std::getline(std::cin, text);
    return text;
  }
  termios before{};
  ::tcgetattr(STDIN_FILENO, &before);
  auto silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  fmt::print(stderr, "{}: ", question);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  std::getline(std::cin, text);
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  fmt::print(stderr, "\n");
  return text;
}

std::optional<std::string> read_new_password(const HostClient& host, const std::string& question) {
  auto password = read_password(question);
  if (::isatty(STDIN_FILENO) == 0 || read_password("once more") == password) return password;
  host.say("the two passwords differ");
  return std::nullopt;
}

}  // namespace omote::cli
