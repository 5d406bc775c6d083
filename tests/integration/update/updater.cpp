// Installs one release (ROOT FROM); the test kills it at every system call. The programs are always healthy.
#include "update/updater.hpp"

namespace {

class Healthy : public omote::update::Services {
 public:
  Units running() override { return {}; }
  omote::Result<void> try_programs(const std::filesystem::path&) override { return {}; }
  void restart(const Units&) override {}
  omote::Result<void> look(const Units&, const std::filesystem::path&) override { return {}; }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  Healthy services;
  const omote::SystemClock clock;
  auto updater = omote::update::Updater::open({argv[1]}, services, clock);
  if (!updater) return 3;
  const auto outcome = updater->install({.from = argv[2]});
  return outcome && outcome->verdict == omote::update::Verdict::Good ? 0 : 1;
}
