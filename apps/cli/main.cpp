// omote: the command line for people and scripts.
#include "apps/cli/account_commands.hpp"
#include "apps/cli/card_face_command.hpp"
#include "apps/cli/catalogue_commands.hpp"
#include "apps/cli/collect_command.hpp"
#include "apps/cli/commands.hpp"
#include "apps/cli/environment_commands.hpp"
#include "apps/cli/face_commands.hpp"
#include "apps/cli/figures_command.hpp"
#include "apps/cli/integration_commands.hpp"
#include "apps/cli/journal_commands.hpp"
#include "apps/cli/message_commands.hpp"
#include "apps/cli/settings_commands.hpp"
#include "apps/cli/staff_commands.hpp"
#include "apps/cli/terminal_commands.hpp"
#include "apps/cli/update_command.hpp"
#include "base/log.hpp"
#include "base/version.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Omote, the open self-service identity counter."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(omote::kVersion));
  omote::log::start("omote", omote::log::Level::Warning);
  int exit_code = 0;
  omote::cli::add_status_command(app, exit_code);
  omote::cli::add_doctor_command(app, exit_code);
  omote::cli::add_check_command(app, exit_code);
  omote::cli::add_repair_command(app, exit_code);
  omote::cli::add_self_test_command(app, exit_code);
  omote::cli::add_journal_commands(app, exit_code);
  omote::cli::add_staff_commands(app, exit_code);
  omote::cli::add_integration_commands(app, exit_code);
  omote::cli::add_message_commands(app, exit_code);
  omote::cli::add_figures_command(app, exit_code);
  omote::cli::add_settings_commands(app, exit_code);
  omote::cli::add_account_commands(app, exit_code);
  omote::cli::add_environment_commands(app, exit_code);
  omote::cli::add_terminal_commands(app, exit_code);
  omote::cli::add_visit_commands(app, exit_code);
  omote::cli::add_catalogue_commands(app, exit_code);
  omote::cli::add_collect_command(app, exit_code);
  omote::cli::add_update_command(app, exit_code);
  auto* vision = app.add_subcommand("vision", "what the cameras' eyes see in picture files");
  vision->require_subcommand(1);
  omote::cli::add_card_face_command(*vision, exit_code);
  omote::cli::add_face_commands(*vision, exit_code);
  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
