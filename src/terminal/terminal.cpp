#include "terminal/terminal.hpp"

#include "base/log.hpp"

namespace omote::terminal {

namespace {

// The terminal's own screens (waiting, pairing) count from here, the host's from 1: a touch never fits the other's.
constexpr std::uint32_t kOwnRevisions = 1U << 30;
constexpr std::chrono::milliseconds kReportEvery{2'000};
constexpr std::chrono::milliseconds kLookEvery{250};  // for what changed

}  // namespace

Terminal::Terminal(TerminalParts parts)
    : loop_(parts.loop),
      clock_(parts.clock),
      serial_(std::move(parts.serial)),
      version_(parts.version),
      began_(parts.clock.steady()),
      own_revision_(kOwnRevisions),
      facts_(parts.clock, parts.version, std::move(parts.self)),
      device_(std::move(parts.device)),
      choices_(Choices::open(device_.choices)),
      device_page_(make_device_page()),
      power_(device_.power),
      log_(parts.log),
      restart_(std::move(parts.restart)),
      want_reset_(std::move(parts.want_reset)),
      try_specimens_(std::move(parts.try_specimens)) {
  EyeNews news;
  news.to_host = [this](const link::v1::ToHost& message) { send(message); };
  news.live = [this](const kiosk::v1::Live& live) { kiosk_->live(live); };
  news.preview = [this](const Bytes& jpeg) { kiosk_->picture(jpeg); };
  eyes_ = std::make_unique<Eyes>(loop_, std::move(parts.eyes), std::move(news));
  update_ = std::make_unique<UpdateFollow>(loop_, std::move(parts.update), [this](const link::v1::ToHost& message) {
    return link_ && link_->version() >= link::kReleasesSince && link_->send(message);
  });
  power_.follow(choices_.follow_pc().value_or(device_.power.follow));
}

Terminal::~Terminal() {
  alive_.reset();
}

// Without a host there is nobody to tell; the next report carries what counts.
void Terminal::send(const link::v1::ToHost& message) {
  if (link_) static_cast<void>(link_->send(message));
}

Result<std::unique_ptr<Terminal>> Terminal::open(TerminalParts parts) {
  const auto port = parts.kiosk_port;
  auto pages = parts.kiosk_pages;
  auto identity = std::move(parts.identity);
  auto link_options = std::move(parts.link);
  auto terminal = std::unique_ptr<Terminal>(new Terminal(std::move(parts)));
  auto* self = terminal.get();
  auto kiosk = KioskServer::open(self->loop_, port, std::move(pages), self->kiosk_news());
  if (!kiosk) return pass(kiosk);
  self->kiosk_ = std::move(*kiosk);
  link::v1::Settings first;
  first.add_languages("ja");
  first.add_languages("en");
  self->tell_page(first);
  self->show_waiting("");
  auto link = link::TerminalLink::open(self->loop_, std::move(identity), std::move(link_options), self->events());
  if (!link) return pass(link);
  self->link_ = std::move(*link);
  self->reports_ = std::make_unique<net::Repeat>(self->loop_, kLookEvery, [self] { self->report_often(); });
  return terminal;
}

KioskNews Terminal::kiosk_news() {
  KioskNews news;
  news.touched = [this](kiosk::v1::Touch touch) { touched(std::move(touch)); };
  news.shown = [this](std::uint32_t revision) {
    link::v1::ToHost message;
    message.mutable_screen_shown()->set_revision(revision);
    send(message);
  };
  news.language = [this](const std::string& language) {
    language_ = language;
    report();
  };
  news.page = [this](bool connected) {
    if (connected) facts_.touch().page_opened();
    report();
  };
  news.pointer = [this](bool down) {
    facts_.touch().page_pointer(down, clock_.steady());
    if (down) keep_on();
  };
  news.device = [this](const kiosk::v1::DeviceWish& wish) { device_page_.wish(wish); };
  return news;
}

void Terminal::tell_page(const link::v1::Settings& told) {
  kiosk::v1::PageSettings settings;
  settings.set_clinic_name(told.clinic_name());
  *settings.mutable_languages() = told.languages();
  settings.set_terminal_serial(serial_);
  settings.set_version(version_);
  *settings.mutable_appearance() = told.appearance();
  for (const auto& corner : device_.corners) settings.add_corners(corner);
  kiosk_->settings(settings);
}

link::TerminalLinkEvents Terminal::events() {
  link::TerminalLinkEvents events;
  events.on_up = [this](const link::v1::Hello&) {
    facts_.host(true);
    power_.link(true);
    reported_.clear();
    if (log_ != nullptr) log_->begin_again();
    report();
    update_->link_up();
  };
  events.on_down = [this](const std::string& reason) {
    facts_.host(false);
    power_.link(false);
    eyes_->rest();
    show_waiting(reason);
  };
  events.on_message = [this](const link::v1::ToTerminal& message) { hear(message); };
  events.on_pairing_number = [this](const std::string& number) {
    pairing_ = true;
    kiosk::v1::Screen screen;
    screen.set_id("pairing");
    screen.set_revision(++own_revision_);
    (*screen.mutable_params())["number"] = number;
    screen.add_actions("confirm");
    screen.add_actions("refuse");
    show(screen);
  };
  events.on_pairing_end = [this](const std::string& reason) {
    pairing_ = false;
    show_waiting(reason == "paired" ? "" : reason);
  };
  return events;
}

void Terminal::hear(const link::v1::ToTerminal& message) {
  switch (message.kind_case()) {
    case link::v1::ToTerminal::kScreen: return show(message.screen());
    case link::v1::ToTerminal::kStartCardFace: eyes_->warm(); return eyes_->start_card_face(message.start_card_face());
    case link::v1::ToTerminal::kStopCardFace: return eyes_->stop_card_face();
    case link::v1::ToTerminal::kStartFace:
      facts_.strength_demanded(static_cast<int>(message.start_face().security_level()));
      return eyes_->start_face(message.start_face());
    case link::v1::ToTerminal::kStopFace: return eyes_->stop_face();
    case link::v1::ToTerminal::kWipe: return eyes_->rest();
    case link::v1::ToTerminal::kDoRemedy: return do_remedy(message.do_remedy());
    case link::v1::ToTerminal::kSelfTest: return self_test(message.self_test().number());
    case link::v1::ToTerminal::kSettings:
      facts_.strength_demanded(static_cast<int>(message.settings().security_level()));
      return tell_page(message.settings());
    case link::v1::ToTerminal::kStaffAnswer: return device_page_.answered(message.staff_answer());
    case link::v1::ToTerminal::kPcGoesDown: log::info("the PC goes down"); return power_.pc_goes_down();
    case link::v1::ToTerminal::kReleaseOffer: return update_->hear(message.release_offer());
    case link::v1::ToTerminal::kReleasePiece: return update_->hear(message.release_piece());
    default: return log::warning("the host sent a message that this version does not know");
  }
}

void Terminal::touched(kiosk::v1::Touch touch) {
  if (going_) return keep_on();
  if (pairing_) return link_->confirm(touch.action() == "confirm");
  link::v1::ToHost message;
  *message.mutable_touch() = std::move(touch);
  send(message);
  link::wipe(message);
}

void Terminal::show(const kiosk::v1::Screen& screen) {
  screen_ = screen;
  device_page_.tick();
  if (!going_) kiosk_->show(screen);
}

void Terminal::show_waiting(const std::string& reason) {
  kiosk::v1::Screen screen;
  screen.set_id("waiting");
  screen.set_revision(++own_revision_);
  (*screen.mutable_params())["for"] = "host";
  (*screen.mutable_params())["reason"] = reason;
  show(screen);
}

void Terminal::report() {
  link::v1::ToHost message;
  auto& state = *message.mutable_state();
  state.set_page_connected(kiosk_->page_connected());
  state.set_face_camera(eyes_->face_camera_good());
  state.set_card_face_camera(eyes_->card_face_camera_good());
  state.set_language(language_);
  for (auto& fact : facts_.collect(kiosk_->page_alive(), eyes_->face_camera_state(), eyes_->card_face_camera_state()))
    *state.add_facts() = std::move(fact);
  // The time alone is no news.
  auto said = state.SerializeAsString();
  const auto now = clock_.steady();
  if (said == reported_ && now - reported_at_ < kReportEvery) return;
  reported_ = std::move(said);
  reported_at_ = now;
  state.set_uptime_s(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now - began_).count()));
  send(message);
}

void Terminal::report_often() {
  report();
  tell_log();
  device_page_.tick();
  watch_power();
  update_->tick();
}

void Terminal::tell_log() {
  if (log_ == nullptr || !link_ || !link_->up()) return;
  auto news = log_->news();
  if (!news) return;
  link::v1::ToHost message;
  *message.mutable_log_lines() = std::move(*news);
  send(message);
}

// The cures that only this device can carry out (actions of catalogue/remedies).
void Terminal::do_remedy(const link::v1::DoRemedy& wish) {
  Result<void> done = fail("remedy_unknown_here", wish.action());
  if (wish.action() == "restart_camera") {
    eyes_->reopen();
    done = {};
  } else if (wish.action() == "restart_kiosk_page") {
    kiosk_->drop_pages();
    done = {};
  } else if (wish.action() == "strength_from_policy") {
    done = facts_.take_strength();
  } else if (wish.action() == "restart_terminal_program") {
    done = restart_program();
  } else if (wish.action() == "restart_terminal_device") {
    done = restart_device();
  } else if (wish.action() == "factory_reset") {
    done = reset();
  }
  log::warning("the host asks for {}: {}", wish.action(), done ? "done" : describe(done.error()));
  link::v1::ToHost message;
  message.mutable_remedy_done()->set_number(wish.number());
  message.mutable_remedy_done()->set_reason(done ? "" : std::string(done.error().reason.text()));
  send(message);
}

Result<void> Terminal::restart_program() {
  return restart_ ? restart_() : fail("terminal_not_watched");
}

// Only where the program is started again afterwards: a terminal that is half a new one would help nobody.
Result<void> Terminal::reset() {
  if (restart_ && want_reset_) {
    if (auto wanted = want_reset_(); !wanted) return wanted;
  }
  return restart_program();
}

void Terminal::self_test(std::uint32_t number) {
  specimens_ = std::jthread([this, number, alive = std::weak_ptr(alive_), run = try_specimens_] {
    auto checks = run ? run() : std::vector<link::v1::SelfTestAnswer::Check>();
    loop_.post([this, number, alive, checks = std::move(checks)] {
      if (alive.expired()) return;
      link::v1::ToHost message;
      message.mutable_self_test()->set_number(number);
      for (const auto& check : checks) *message.mutable_self_test()->add_checks() = check;
      send(message);
    });
  });
}

}  // namespace omote::terminal
