// The programs' own log lines for people who look at a running program (standard error). What happened to a visit belongs
// into the journal. No secret has a formatter, so none can be written here.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string_view>

namespace omote::log {

enum class Level { Debug, Info, Warning, Error };

// Sets the program's name in front of each line and the least level shown; call once at start.
void start(std::string_view program, Level least);
// Every shown line goes there as well, from the thread that logs; the listener must not log. For a program that keeps its last
// lines. Call once, after start().
void also_to(std::function<void(Level level, std::string_view line)> listener);
// Control characters are escaped: one call is one line.
void write(Level level, std::string_view text);

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::Debug, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::Info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::Warning, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::Error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace omote::log
