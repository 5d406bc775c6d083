// Settings: wrong values, and files that a power failure damaged.
#include <algorithm>
#include <filesystem>

#include "base/file.hpp"
#include "national/https/https_national.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"
#include "sim/national/accounts.hpp"
#include "sim/national/pki.hpp"

namespace omote::sim::faults {

namespace {

// Another value stands in the settings file, and the program is started with it, as after the settings tool. Undone, the
// right one stands there.
Result<Injected> set_wrongly(Ground& ground, const Texts& with) {
  const auto program = text(with, "program", "host");
  const auto name = text(with, "name", "");
  auto& site = ground.site;
  site.override_setting(program, name, text(with, "value", ""));
  const bool runs = (program == "host" ? site.host_pid() : site.terminal_pid()) > 0;
  if (runs) {
    if (auto restarted = site.restart(program); !restarted) return pass(restarted);
  }
  return Injected{[&site, program, name]() -> Result<void> {
                    site.override_setting(program, name, std::nullopt);
                    return site.restart(program);
                  },
                  [&site, program, name] { return site.setting_stands(program, name); }};
}

Result<Injected> write_wrong_password(Ground& ground, const Texts& with) {
  auto& site = ground.site;
  if (auto written = site.write_password(text(with, "password", "Chigau-9999!")); !written) return pass(written);
  // The national system has heard it.
  const auto refused = [&ground] {
    return std::ranges::any_of(ground.national_requests(),
                               [](const auto& line) { return line.find("login") != std::string::npos; });
  };
  return Injected{[&site] { return site.write_password(""); }, refused};
}

// Before the start: a client certificate that does not fit ("expired", "other").
Result<Injected> use_wrong_certificate(Ground& ground, const Texts& with) {
  auto& site = ground.site;
  const auto name = text(with, "value", "expired");
  const auto set = [&site, name](bool wrong) {
    for (const auto& [setting, ending] : {std::pair{"national.certificate", ".crt"}, std::pair{"national.key", ".key"}}) {
      const auto value = '"' + (site.national_pki() / (name + ending)).string() + '"';
      site.override_setting("host", setting, wrong ? std::optional(value) : std::nullopt);
    }
  };
  set(true);
  return Injected{[&site, set]() -> Result<void> {
                    set(false);
                    return site.restart("host");
                  },
                  [&site] { return site.setting_stands("host", "national.certificate"); }};
}

// The clinic moves from the verification environment to production: destination, account and password change, and the host is
// started again. Nobody registers there.
Result<Injected> switch_environment(Ground& ground, const Texts&) {
  auto& site = ground.site;
  const auto& accounts = national::specimen_accounts();
  const auto account = std::ranges::find(accounts, "production", &national::Account::environment);
  const auto move = [&site, &ground](const std::string& environment, std::optional<std::string> named,
                                     std::optional<std::string> login, const std::string& password) -> Result<void> {
    if (auto set = ground.set_national("environment", environment); !set) return set;
    site.override_setting("host", "national.environment", std::move(named));
    site.override_setting("host", "terminal.login", std::move(login));
    if (auto written = site.write_password(password); !written) return written;
    return site.restart("host");
  };
  const auto& there = account->environment;
  if (auto moved = move(there, '"' + there + '"', '"' + account->device_id + '"', account->password); !moved) return pass(moved);
  return Injected{[move] { return move("", std::nullopt, std::nullopt, ""); },
                  [&site] { return site.setting_stands("host", "national.environment"); }};
}

// Somebody types the password wrongly until the account is locked. Undone, it was reset on the administration page and typed
// into the settings again.
Result<Injected> lock_account(Ground& ground, const Texts&) {
  auto& site = ground.site;
  const SystemClock clock;
  bool locked = false;
  for (int i = 0; i < 8 && !locked; ++i) {
    omote::national::https::Settings settings;
    settings.host = site.network().national_name;
    settings.port = site.national_port();
    settings.authority = site.national_pki() / "ca.pem";
    settings.certificate = site.national_pki() / "clinic.crt";
    settings.key = site.national_pki() / "clinic.key";
    settings.institution_code = national::kClinic;
    settings.device_id = national::specimen_accounts().front().device_id;
    settings.password = Secret::take(Bytes{'w', 'r', 'o', 'n', 'g'});
    auto port = omote::national::https::open_https(std::move(settings), clock);
    if (!port) return pass(port);
    const auto login = (*port)->login();
    locked = !login && login.error().reason.text() == "login_locked";
  }
  return Injected{[&ground, &site]() -> Result<void> {
                    if (auto opened = ground.set_national("locks", "open"); !opened) return opened;
                    return site.write_password("");
                  },
                  [locked] { return locked; }};
}

// The program is cut off, its file is left as a power failure leaves it, and the machine comes back.
Result<Injected> damage(Ground& ground, const Texts& with) {
  const auto program = text(with, "program", "terminal");
  const auto file = ground.site.folder() / text(with, "file", program + ".toml");
  auto contents = read_file(file);
  if (!contents) return pass(contents);
  ground.site.cut_off(program);
  const auto whole = *contents;
  const auto how = text(with, "how", "truncated");
  if (how == "truncated") contents->resize(contents->size() / 2);
  if (how == "empty") contents->clear();
  if (how == "flipped") (*contents)[contents->size() / 2] ^= 0x40;
  if (how == "zeroed") contents->assign(contents->size(), 0);
  if (auto done = overwrite(file, *contents); !done) return pass(done);
  const bool damaged = *contents != whole;
  // Whether it comes up with such a file is what is to be seen.
  static_cast<void>(program == "host" ? ground.site.start_host() : ground.site.start_terminal());
  return Injected{[&ground, file, whole, program]() -> Result<void> {
                    if (auto done = overwrite(file, whole); !done) return done;
                    return ground.site.restart(program);
                  },
                  [damaged] { return damaged; }};
}

}  // namespace

std::vector<Fault> settings_faults() {
  return {
      {"setting_wrong",
       "settings",
       "設定の値が違う",
       "A setting has a wrong value",
       {{"program", "host or terminal (host)"}, {"name", "section.key"}, {"value", "as it stands in the file"}},
       true,
       set_wrongly},
      {"password_wrong",
       "account",
       "パスワードが違う",
       "The account's password is wrong",
       {{"password", "what is tried instead"}},
       true,
       write_wrong_password},
      {"clinic_certificate",
       "account",
       "医療機関の証明書が合わない",
       "The clinic's certificate does not fit",
       {{"value", "expired, ends_soon or other (expired)"}},
       true,
       use_wrong_certificate},
      {"environment_switched",
       "account",
       "環境を切りかえて、登録していない",
       "The environment was switched and not registered in",
       {},
       true,
       switch_environment},
      {"account_locked", "account", "アカウントがロックされている", "The account is locked", {}, false, lock_account},
      {"settings_damaged",
       "settings",
       "電源断で設定ファイルが壊れる",
       "A power failure damages a settings file",
       {{"program", "host or terminal (terminal)"},
        {"file", "in the clinic's folder (the program's settings)"},
        {"how", "truncated, empty, flipped or zeroed (truncated)"}},
       true,
       damage},
  };
}

}  // namespace omote::sim::faults
