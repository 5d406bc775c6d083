// How long all probes of the PC take together when nothing answers: packets vanish without a word, the name server is silent,
// the output folder lies on a mount that hangs, the card service takes connections and never speaks. And what the cheap ones
// cost, that run every second.
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <fstream>

#include "diagnosis/probes/pc_probes.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/own_space.hpp"
#include "tests/unit/temp_folder.hpp"

namespace {

using namespace omote;
using std::chrono::steady_clock;

double seconds_since(steady_clock::time_point begin) {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

void must(bool fine, const std::string& what) {
  if (fine) return;
  fmt::print(stderr, "bench_probes: {}\n", what);
  std::exit(1);
}

// Everything behind lan0 is a neighbour who is not there; "national.example" is asked of a name server behind it.
void kill_network(const test::TempFolder& folder) {
  must(test::shell(
           "ip link add lan0 type veth peer name far0 && ip link set lan0 up && ip link set far0 up && "
           "ip addr add 10.7.0.20/24 dev lan0 && ip neigh replace 10.7.0.1 lladdr 02:00:00:00:00:66 dev lan0 nud permanent && "
           "ip route add default via 10.7.0.1") == 0,
       "no network of our own");
  std::ofstream(folder / "resolv.conf") << "nameserver 10.99.0.53\n";
  must(::mount((folder / "resolv.conf").c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0,
       "no resolv.conf of our own");
}

// A card service that stands still: its socket takes connections, as a stopped one's does.
int silent_card_service(const test::TempFolder& folder) {
  const auto path = (folder / "pcscd.comm").string();
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  path.copy(static_cast<char*>(at.sun_path), sizeof at.sun_path - 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  must(::bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 && ::listen(fd, 8) == 0,
       "no socket for the card service");
  ::setenv("PCSCLITE_CSOCK_NAME", path.c_str(), 1);
  return fd;
}

// False where there is no FUSE: the bench goes on with a folder that answers.
bool hang(const std::filesystem::path& folder) {
  std::filesystem::create_directory(folder);
  const int device = ::open("/dev/fuse", O_RDWR | O_CLOEXEC);
  const auto options = fmt::format("fd={},rootmode=40000,user_id=0,group_id=0", device);
  return device >= 0 && ::mount("bench", folder.c_str(), "fuse", MS_NOSUID | MS_NODEV, options.c_str()) == 0;
}

diagnosis::PcPlaces places_in(const test::TempFolder& folder, const std::string& host) {
  diagnosis::PcPlaces places;
  places.terminals->set({{"T-0001", "", "10.7.0.2"}});
  places.national = {host, 443, folder / "ca.pem", folder / "clinic.crt", folder / "clinic.key", "9910000001"};
  places.state_folder = folder.path();
  places.output_folder = folder / "face";
  places.programs.console_port = 9;  // nobody
  return places;
}

double all_at_once(const diagnosis::PcPlaces& places) {
  const auto begin = steady_clock::now();
  const auto facts = diagnosis::run_all(diagnosis::make_pc_probes(places), *places.clock);
  const auto took = seconds_since(begin);
  must(test::said(facts, "national.reachable") == "false" || test::said(facts, "national.reachable") == "?time_out",
       "the network was not dead");
  must(test::said(facts, "reader.service") == "hung", "the card service was not hung");
  return took;
}

// Milliseconds of one look by all cheap probes, one after the other.
double cheap_round(const diagnosis::PcPlaces& places) {
  constexpr int kRounds = 20;
  const auto probes = diagnosis::make_pc_probes(places);
  double took = 0;
  for (int i = 0; i <= kRounds; ++i) {
    const auto begin = steady_clock::now();
    for (const auto& probe : probes) {
      if (probe->cost() == ports::ProbeCost::Cheap) static_cast<void>(probe->look());
    }
    if (i > 0) took += seconds_since(begin) * 1000 / kRounds;  // the first one warms up
  }
  return took;
}

}  // namespace

int main() {
  const auto why_not = test::OwnSpace::enter();
  must(why_not.empty(), why_not);
  const test::TempFolder folder;
  kill_network(folder);
  const int service = silent_card_service(folder);
  std::filesystem::create_directory(folder / "face");
  const auto cheap_ms = cheap_round(places_in(folder, "10.99.0.80"));
  if (!hang(folder / "face")) fmt::print(stderr, "bench_probes: no FUSE here, the output folder answers\n");
  // By number nothing comes back, by name not even an address.
  const auto by_number_s = all_at_once(places_in(folder, "10.99.0.80"));
  const auto by_name_s = all_at_once(places_in(folder, "national.example"));
  ::umount2((folder / "face").c_str(), MNT_FORCE | MNT_DETACH);
  ::umount2("/etc/resolv.conf", MNT_DETACH);
  ::close(service);
  fmt::print(
      "[{{\"name\": \"probes: all, network dead\", \"value\": {:.2f}, \"unit\": \"s\", \"better\": \"lower\", \"target\": 5}},\n",
      by_number_s);
  fmt::print(
      " {{\"name\": \"probes: all, network and name server dead\", \"value\": {:.2f}, \"unit\": \"s\", \"better\": \"lower\", "
      "\"target\": 5}},\n",
      by_name_s);
  fmt::print(
      " {{\"name\": \"probes: one round of the cheap ones\", \"value\": {:.2f}, \"unit\": \"ms\", \"better\": \"lower\", "
      "\"target\": 50}}]\n",
      cheap_ms);
  return 0;
}
