#include "sim/reader/run_with_card.hpp"

#include <fmt/format.h>
#include <csignal>

#include <cstdio>
#include <memory>

#include "base/file.hpp"
#include "sim/card/jp2_encoder.hpp"
#include "sim/card/persona_card.hpp"
#include "sim/reader/private_card_service.hpp"
#include "sim/reader/temporary_folder.hpp"

namespace omote::sim::reader {
namespace {

using File = std::unique_ptr<std::FILE, decltype([](std::FILE* file) {
                               if (file != stderr) std::fclose(file);
                             })>;

Result<Bytes> photo_of(const RunOptions& options) {
  if (!options.photo.empty()) {
    auto given = read_file(options.photo);
    if (!given) return fail("photo_unreadable", describe(given.error()));
    return given;
  }
  const auto drawn = card::placeholder_photo();
  if (!drawn) return std::unexpected(drawn.error());
  return card::encode_jp2(*drawn);
}

Result<std::unique_ptr<card::VirtualCard>> card_of(const RunOptions& options) {
  const auto persona = personas::load_persona(options.personas / (options.persona + ".yaml"));
  if (!persona) return std::unexpected(persona.error());
  const auto authorities = card::Authorities::open(options.authorities);
  if (!authorities) return std::unexpected(authorities.error());
  const auto photo = photo_of(options);
  if (!photo) return std::unexpected(photo.error());
  return card::make_persona_card(*persona, *authorities, *photo, options.state);
}

Result<File> trace_of(const RunOptions& options) {
  if (options.trace.empty()) return File();
  File file(options.trace == "-" ? stderr : std::fopen(options.trace.c_str(), "w"));
  if (!file) return fail("trace_unwritable", options.trace.string());
  return file;
}

void write_trace(std::FILE* file, const ApduTrace& apdu) {
  fmt::print(file, "{:4} {:8} us  {} -> {}\n", apdu.number, apdu.took.count(), to_hex(apdu.command), to_hex(apdu.answer));
  std::fflush(file);
}

volatile std::sig_atomic_t terminated = 0;

// The command decides when it is over: Ctrl-C reaches it by itself, SIGTERM is handed on. Handlers, unlike "ignore", are
// not inherited.
void stay_for_cleaning_up() {
  struct sigaction action{};
  action.sa_handler = [](int signal) { terminated = signal == SIGTERM ? 1 : terminated; };
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Result<int> run_with_card(const RunOptions& options) {
  if (options.timing != "full" && options.timing != "typeb")
    return fail("timing_unknown", options.timing + ": full or typeb is expected");
  auto card = card_of(options);
  if (!card) return std::unexpected(card.error());
  const auto trace = trace_of(options);
  if (!trace) return std::unexpected(trace.error());
  const TemporaryFolder folder;
  auto reader = VirtualReader::open(folder.path() / "reader0");
  if (!reader) return std::unexpected(reader.error());
  (*reader)->set_timing(options.timing == "typeb" ? card::CardTiming::type_b() : card::CardTiming::full());
  if (*trace) (*reader)->observe([file = trace->get()](const ApduTrace& apdu) { write_trace(file, apdu); });
  (*reader)->insert(std::shared_ptr<card::VirtualCard>(*std::move(card)));
  auto service = PrivateCardService::start(folder.path(), {reader->get()});
  if (!service) return std::unexpected(service.error());
  stay_for_cleaning_up();
  auto child = start_process({.argv = options.command, .environment = {service->environment()}});
  if (!child) {
    fmt::print(stderr, "omote-card: {}\n", describe(child.error()));
    return 127;
  }
  for (;;) {
    if (const auto status = child->wait(std::chrono::milliseconds(100))) return *status;
    if (terminated != 0) {
      terminated = 0;
      ::kill(child->pid(), SIGTERM);
    }
  }
}

}  // namespace omote::sim::reader
