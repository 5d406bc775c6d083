#include "base/log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <mutex>

#include "base/text.hpp"

namespace omote::log {

namespace {

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::Debug: return spdlog::level::debug;
    case Level::Info: return spdlog::level::info;
    case Level::Warning: return spdlog::level::warn;
    case Level::Error: return spdlog::level::err;
  }
  return spdlog::level::info;
}

Level from_spdlog(spdlog::level::level_enum level) {
  if (level >= spdlog::level::err) return Level::Error;
  if (level >= spdlog::level::warn) return Level::Warning;
  return level >= spdlog::level::info ? Level::Info : Level::Debug;
}

class Listener final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit Listener(std::function<void(Level, std::string_view)> heard) : heard_(std::move(heard)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    heard_(from_spdlog(message.level), {message.payload.data(), message.payload.size()});
  }
  void flush_() override {}
  std::function<void(Level, std::string_view)> heard_;
};

}  // namespace

void also_to(std::function<void(Level level, std::string_view line)> listener) {
  spdlog::default_logger_raw()->sinks().push_back(std::make_shared<Listener>(std::move(listener)));
}

void start(std::string_view program, Level least) {
  auto logger = std::make_shared<spdlog::logger>(std::string(program), std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%H:%M:%S.%e %n %^%l%$ %v");
  logger->set_level(to_spdlog(least));
  spdlog::set_default_logger(std::move(logger));
}

void write(Level level, std::string_view text) {
  spdlog::default_logger_raw()->log(to_spdlog(level), to_one_line(text));
}

}  // namespace omote::log
