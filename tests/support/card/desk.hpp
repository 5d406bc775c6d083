// A virtual reader in a private card service, and the host's card port in front of it.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>

#include "card/worker/worker_card.hpp"
#include "sim/card/jp2_encoder.hpp"
#include "sim/card/persona_card.hpp"
#include "sim/reader/private_card_service.hpp"
#include "sim/reader/temporary_folder.hpp"
#include "vision/decode/photo_decoder.hpp"

namespace omote::test {

inline const sim::card::Authorities& authorities() {
  static const auto opened = sim::card::Authorities::open(std::filesystem::path(OMOTE_BUILD_DIR) / "test-data/pki");
  return opened.value();
}

inline sim::personas::Persona persona(std::string_view id = "adult") {
  const auto file = std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas" / (std::string(id) + ".yaml");
  return sim::personas::load_persona(file).value();
}

inline std::shared_ptr<sim::card::VirtualCard> persona_card(std::string_view id = "adult", sim::card::CardOptions options = {}) {
  static const auto photo = sim::card::encode_jp2(*sim::card::placeholder_photo(), 20'000).value();
  return std::shared_ptr<sim::card::VirtualCard>(
      sim::card::make_persona_card(persona(id), authorities(), photo, {}, std::move(options)).value());
}

// libpcsclite reads its socket's name once in a process, and workers inherit it: one desk for a program.
class Desk {
 public:
  Desk() : reader(sim::reader::VirtualReader::open(folder_.path() / "r0").value()) {
    service = sim::reader::PrivateCardService::start(folder_.path(), {reader.get()}).value();
    const auto [name, value] = service.environment();
    ::setenv(name.c_str(), value.c_str(), 1);
  }

  [[nodiscard]] std::unique_ptr<ports::CardPort> open_port(std::chrono::milliseconds deadline = std::chrono::seconds(10)) const {
    static auto decoder = vision::decode::PhotoDecoder::open().value();
    card::WorkerCardSettings settings;
    settings.reader = "Omote Virtual Reader";
    settings.trust_folder = authorities().trust_folder();
    settings.deadline = deadline;
    settings.decode_photo = [](ByteView jp2) { return decoder.decode(jp2); };
    return card::open_worker_card(std::move(settings)).value();
  }

 private:
  sim::reader::TemporaryFolder folder_;

 public:
  std::unique_ptr<sim::reader::VirtualReader> reader;
  sim::reader::PrivateCardService service;
};

}  // namespace omote::test
