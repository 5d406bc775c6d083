// omote-host and omote-terminal with settings of their own, without a national system, cameras or card service.
#pragma once

#include <fmt/format.h>

#include "base/file.hpp"
#include "net/udp.hpp"
#include "tests/integration/supervision/watching.hpp"

namespace omote::test {

class Programs : public testing::Test {
 protected:
  Programs() {
    for (const auto* page : {"console", "kiosk"}) {
      std::filesystem::create_directories(temp_ / page);
      write(std::string(page) + "/index.html", "<p>見本</p>");
    }
    write("password", "x");
    write("host.toml", host_toml());
    write("terminal.toml", terminal_toml());
  }
  void write(const std::string& name, std::string_view text) { ASSERT_TRUE(write_durably(temp_ / name, as_bytes(text))); }
  [[nodiscard]] std::string contents(const std::string& name) const { return as_text(read_file(temp_ / name).value_or(Bytes{})); }
  // One that was free a moment ago.
  [[nodiscard]] static std::uint16_t free_udp_port() {
    net::Loop loop;
    const auto socket = net::UdpSocket::open(loop, "127.0.0.1", 0, [](const Bytes&, const std::string&) {});
    return socket ? (*socket)->port() : 0;
  }
  [[nodiscard]] static std::string host_toml() { return fmt::format(kHostToml, free_udp_port()); }
  static constexpr auto kHostToml =
      "# A clinic of a test (見本).\n[clinic]\nname = \"見本\"\ninstitution_code = \"1310000000\"\n[console]\nport = 0\n"
      "pages = \"console\"\n[link]\ndiscovery_address = \"127.0.0.1\"\ndiscovery_port = {}\n[self_test]\nat = \"\"\n"
      "[national]\nhost = \"127.0.0.1\"\nport = 9\n[output]\nfolder = \"face\"\n"
      "[terminal]\nlogin = \"F000000001\"\npassword_file = \"password\"\n";
  [[nodiscard]] static std::string terminal_toml() {
    return "# A terminal of a test (見本).\n[terminal]\nserial = \"OMT0000001\"\n[state]\nfolder = \"terminal\"\n[kiosk]\n"
           "port = 0\npages = \"kiosk\"\n[link]\naddress = \"127.0.0.1\"\nport = 0\ndiscovery_targets = [\"127.0.0.1:9\"]\n"
           "[cameras]\nface = \"stream:nowhere\"\ncard_face = \"stream:nowhere\"\n[models]\nfolder = \"nowhere\"\n";
  }
  [[nodiscard]] std::vector<std::string> command(const std::string& name) const {
    return {program("omote-" + name), "--settings", (temp_ / (name + ".toml")).string()};
  }
  [[nodiscard]] std::filesystem::path control(const std::string& name) const {
    return watch_socket(temp_.path(), "omote-" + name);
  }
  [[nodiscard]] Process start_watched(const std::string& name) const {
    return watched(control(name), {}, command(name), (temp_ / (name + ".log")).string());
  }
  TempFolder temp_;
};

}  // namespace omote::test
