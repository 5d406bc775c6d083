#include "host/prerequisites.hpp"

#include <algorithm>

#include "base/process.hpp"
#include "base/share.hpp"

namespace omote::host {

namespace {

namespace fs = std::filesystem;
using Side = Prerequisite::Side;

}  // namespace

const std::vector<Prerequisite>& prerequisites() {
  static const std::vector<Prerequisite> kAll{
      {"systemd", {"/run/systemd/system"}, "apt install systemd-sysv, then start the machine again", Side::Both, true, false},
      {"omote-probe", {program_beside("omote-probe")}, "apt install omote-cli", Side::Both, true, true},
      {"omote-photo-decoder", {program_beside("omote-photo-decoder")}, "apt install omote-cli", Side::Both, true, true},
      {"omote-card-worker", {program_beside("omote-card-worker")}, "apt install omote-host", Side::Host, true, true},
      {"pcscd", {"/usr/sbin/pcscd"}, "apt install pcscd", Side::Host, true, true},
      {"a driver for card readers", {"/usr/lib/pcsc/drivers"}, "apt install libccid", Side::Host, true, false},
      {"polkitd",
       {"/usr/lib/polkit-1/polkitd"},
       "apt install polkitd (else a hanging card service is not started again by itself)",
       Side::Host,
       false,
       false},
      {"weights of the face networks",
       {share_beside("models/mobilefacenet.omm")},
       "apt install omote-models",
       Side::Terminal,
       true,
       false},
      {"pages of the kiosk", {share_beside("web/kiosk/index.html")}, "apt install omote-terminal", Side::Terminal, true, false},
      {"a browser for the kiosk",
       {"/usr/bin/chromium", "/usr/bin/firefox-esr"},
       "apt install chromium",
       Side::Terminal,
       false,
       false},
      {"Japanese fonts",
       {"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf"},
       "apt install fonts-noto-cjk",
       Side::Terminal,
       false,
       false},
      {"a service that sets the clock",
       {"/usr/lib/systemd/systemd-timesyncd", "/usr/sbin/chronyd", "/usr/sbin/ntpd"},
       "apt install systemd-timesyncd",
       Side::Both,
       false,
       false}};
  return kAll;
}

bool is_there(const Prerequisite& one) {
  return std::ranges::any_of(one.places, [](const fs::path& place) {
    std::error_code error;
    return fs::is_directory(place, error) ? !fs::is_empty(place, error) || place.string().starts_with("/run/")
                                          : fs::exists(place, error);
  });
}

}  // namespace omote::host
