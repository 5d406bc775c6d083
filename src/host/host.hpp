// The host: one visit runner per paired terminal, the console, the outbox. Everything on one loop; the app gives the adapters.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/kept_file.hpp"
#include "console/console_server.hpp"
#include "diagnosis/probes/pc_probes.hpp"
#include "host/account_api.hpp"
#include "host/changed_files.hpp"
#include "host/diagnosis_desk.hpp"
#include "host/environment_api.hpp"
#include "host/insured_book.hpp"
#include "host/integration.hpp"
#include "host/journal_watch.hpp"
#include "host/library_api.hpp"
#include "host/login_passwords.hpp"
#include "host/message_desk.hpp"
#include "host/pc_actions.hpp"
#include "host/reception_notes.hpp"
#include "host/records.hpp"
#include "host/registration_store.hpp"
#include "host/self_test.hpp"
#include "host/settings.hpp"
#include "host/support_api.hpp"
#include "host/terminal_api.hpp"
#include "host/terminal_book.hpp"
#include "host/terminal_updates.hpp"
#include "host/visit_runner.hpp"
#include "link/host_link.hpp"

namespace omote::host {

enum class RestartFor { Repair, Settings };  // a repair is not done twice in a row

struct HostParts {
  net::Loop& loop;
  const Clock& clock;
  Settings settings;
  std::string version;
  JournalWatch& journal;
  ports::LogPort& log;  // the same, to be read
  ports::OutputPort& output;
  net::Identity identity;  // the link's
  link::HostLinkOptions link;
  // A card port on the reader of that name; called twice for each terminal (work and watch).
  std::function<Result<std::unique_ptr<ports::CardPort>>(const std::string& reader)> make_card;
  // The way to the national system, with the account and the password of that terminal.
  std::function<Result<std::unique_ptr<ports::NationalPort>>(const TerminalSettings& terminal, Secret password)> make_national;
  const catalogue::Catalogue& catalogue;
  InsuredBook& insured;                                    // typed by staff, asked for by make_national's port
  diagnosis::Probes probes;                                // of this PC
  std::shared_ptr<diagnosis::LinkTargets> probed_links{};  // told of the terminals as they come and go
  // Ends this program so that who watches over it starts it again; empty when nobody does.
  std::function<Result<void>(RestartFor)> restart{};
};

// What it takes to log in.
struct LoginAccount {
  TerminalSettings settings;
  Secret password;
};

class Host {
 public:
  // Reasons: those of ConsoleServer::open, HostLink::open, make_card and make_national.
  [[nodiscard]] static Result<std::unique_ptr<Host>> open(HostParts parts);
  ~Host();
  [[nodiscard]] std::uint16_t console_port() const { return console_->port(); }
  // An account of the environment in use, for questions that belong to no terminal. Reasons: look_up_without_account (none is
  // registered), and why its password cannot be read.
  [[nodiscard]] Result<LoginAccount> any_account() const;
  // The PC is being switched off: the terminals are told. The loop needs a moment to send it.
  void pc_goes_down();

 private:
  // One paired terminal and what belongs to it.
  struct Desk {
    std::string serial;
    std::string device_id;  // the account it logs in with; "" when none is registered here
    TerminalSettings settings;
    ChangedFiles login_files;       // password and certificate
    bool password_changed = false;  // at the console
    std::string link_state = "lost";
    std::string national_state = "connecting";
    std::string national_context;  // of a lock the minutes left
    SteadyTime national_since{};
    ports::Presence presence = ports::Presence::NoReader;
    link::v1::TerminalState terminal;
    std::string named;      // the incident that its screen names
    int strength_told = 0;  // of face matching, as its terminal was told
    std::unique_ptr<CardDesk> card;
    std::unique_ptr<NationalDesk> national;
    std::unique_ptr<VisitRunner> runner;  // last: uses the others
  };

  explicit Host(HostParts parts)
      : parts_(std::move(parts)),
        book_(parts_.settings.state_folder / "terminals", parts_.clock),
        wishes_(TerminalWishes::open(parts_.settings.state_folder)),
        institution_(KeptFile::open(parts_.settings.state_folder / "institution", "omote-institution")) {}
  void open_self_test();
  [[nodiscard]] std::vector<TestedTerminal> tested_terminals() const;
  [[nodiscard]] std::optional<fact::Fact> fact(const std::string& id, const std::string& subject) const;
  // What the settings file leaves out is remembered; a file of it that was damaged is journalled and written anew.
  [[nodiscard]] TerminalSettings settings_of(const std::string& serial, TerminalSettings settings);
  void note_terminal(const std::string& serial);
  void open_diagnosis();
  void open_records();
  Result<void> open_console();
  Result<void> open_link();
  // host_accounts.cpp
  void open_accounts();
  [[nodiscard]] Result<Secret> password_of(const TerminalSettings& settings) const;
  [[nodiscard]] Result<std::unique_ptr<ports::NationalPort>> make_national(const TerminalSettings& settings) const;
  [[nodiscard]] std::vector<AccountTerminal> account_terminals() const;
  [[nodiscard]] std::string none_because() const;
  [[nodiscard]] bool visit_runs() const;
  void password_changed(const std::string& serial);
  // host_library.cpp
  Result<void> open_library();
  [[nodiscard]] TerminalSettings terminal_settings(const account::Registration& registration) const;
  const account::Registration* registration_of(const std::string& serial);
  bool lend_counter(const std::string& serial);
  void give_counter_back(const std::string& serial);
  void registrations_changed();
  void start_national(Desk& desk);
  [[nodiscard]] ChangedFiles login_files(const TerminalSettings& settings) const;
  // A password or certificate that somebody put right counts at once; a visit that runs keeps its session.
  void renew_logins();
  // Nothing (and a log line) when a part of the desk cannot be made.
  Desk* desk_of(const std::string& serial);
  Result<std::unique_ptr<Desk>> make_desk(const std::string& serial);
  // Screens go out with the incident behind them; incidents() sends those anew whose incident changed.
  void send(Desk& desk, link::v1::ToTerminal message);
  void incidents_changed();
  void tell_facts();
  void tell_settings(Desk& desk);
  void remember_adapter(const std::string& serial);
  void tell_probes(const std::vector<link::KnownTerminal>& terminals);
  void ask_national_now();
  void tell_institution();
  void add_actions(diagnosis::Actions& actions);
  void order_terminal(const diagnosis::Order& order, diagnosis::ActionDone done);
  void ordered(const link::v1::RemedyDone& answer);
  void watch_journal();
  void journal_changed(const std::string& reason);
  // host_device.cpp
  void open_messages();
  void answer_staff(const std::string& serial, const link::v1::AskStaff& question);
  void device_acted(const std::string& serial, const link::v1::DeviceActed& acted);
  void link_up(const std::string& serial);
  void link_down(const std::string& serial, const std::string& reason);
  void hear(const std::string& serial, const link::v1::ToHost& message);
  void pairing_ended(const std::string& serial, const std::string& reason);
  void wish(const console::v1::FromPage& wish, const console::Caller& by);
  void staff_decided(VisitRunner& runner, const console::v1::StaffConfirm& confirm, const console::Caller& by);
  void forget(const std::string& serial);
  // host_support.cpp
  void open_support();
  void reset_terminal(const std::string& serial, std::function<void(Result<void>)> done);
  // host_terminals.cpp
  void open_terminals();
  void count_today();
  void count_visit(const std::string& serial, const std::string& outcome);
  [[nodiscard]] std::vector<ManagedTerminal> managed_terminals() const;
  void switch_check_in(const std::string& serial, bool open, const console::Caller& by);
  std::string move_visit(const std::string& from, const std::string& to, const console::Caller& by);
  bool order(const std::string& serial, const std::string& action);
  void tend_terminals();
  void start_again(Desk& desk);
  void restart_when_due();
  void screens_anew();
  // host_updates.cpp
  void open_updates();
  [[nodiscard]] bool follow_now() const;
  void check_in_as_wished(const std::string& serial);
  void visit_ended(const console::v1::Visit& visit, const reception::v1::Note& note);
  void flush_outbox();
  [[nodiscard]] console::v1::State state() const;
  [[nodiscard]] console::v1::Terminal terminal_state(const Desk& desk) const;
  void journal(const std::function<void(journal::v1::Event&)>& fill);

  HostParts parts_;
  TerminalBook book_;
  TerminalWishes wishes_;
  TryAgain try_again_;
  struct Count {
    std::uint32_t visits = 0, results = 0;
  };
  std::map<std::string, Count> counts_;  // of counted_day_, by serial number
  std::string counted_day_;
  int restart_told_min_ = 0;                          // on the kiosks: minutes until the daily restart
  std::set<std::string, std::less<>> restart_waits_;  // terminals whose daily restart is due
  QueueThread output_queue_;
  std::optional<RegistrationStore> registrations_;
  std::optional<LoginPasswords> passwords_;
  KeptFile institution_;
  std::map<std::string, std::unique_ptr<Desk>> desks_;
  static constexpr std::size_t kLastVisits = 20;
  std::deque<console::v1::Visit> last_visits_;
  ReceptionNotes notes_{kLastVisits};
  int waiting_results_ = 0;
  bool flushing_ = false;
  std::vector<std::function<void(bool written)>> flushed_;  // who waits for the end of that
  static constexpr std::size_t kMostOrders = 32;
  std::map<std::uint64_t, diagnosis::ActionDone> orders_;  // at terminals, not answered yet
  std::uint64_t orders_given_ = 0;
  unsigned ticks_ = 0;
  std::unique_ptr<PcActions> pc_actions_;
  std::unique_ptr<DiagnosisDesk> diagnosis_;
  net::Loop::TimerId outbox_timer_ = 0;
  std::map<std::string, console::v1::Found> pairing_;  // number and state, while two people compare
  std::unique_ptr<console::ConsoleServer> console_;
  std::optional<AccountApi> accounts_;
  std::optional<EnvironmentApi> environments_;
  std::optional<ReleaseShelf> shelf_;  // for the terminals
  std::optional<TerminalUpdates> updates_;
  std::optional<TerminalApi> terminal_api_;
  std::optional<SupportApi> support_api_;
  std::unique_ptr<LibraryApi> library_;
  std::unique_ptr<Records> records_;
  std::unique_ptr<Integration> integration_;
  std::unique_ptr<MessageDesk> messages_;
  std::unique_ptr<link::HostLink> link_;
  std::unique_ptr<SelfTest> self_test_;
  std::string journal_reason_;  // why nothing can be recorded; "" when all is well
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::host
