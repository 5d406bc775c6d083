// A plain PC/SC client and the service it meets, for tests and benchmarks. libpcsclite reads the socket's name once, so a
// test program has one service.
#pragma once

#include <gtest/gtest.h>
#include <reader.h>
#include <winscard.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "sim/card/jp2_encoder.hpp"
#include "sim/card/persona_card.hpp"
#include "sim/reader/private_card_service.hpp"
#include "sim/reader/temporary_folder.hpp"

namespace omote::sim::reader {

inline std::shared_ptr<card::VirtualCard> specimen_card(std::string_view id = "adult") {
  static const auto authorities = card::Authorities::open(std::filesystem::path(OMOTE_BUILD_DIR) / "test-data/pki");
  static const auto photo = card::encode_jp2(*card::placeholder_photo());
  const auto persona =
      personas::load_persona(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas" / (std::string(id) + ".yaml"));
  return std::shared_ptr<card::VirtualCard>(card::make_persona_card(*persona, *authorities, *photo).value());
}
inline personas::Persona specimen(std::string_view id = "adult") {
  return personas::load_persona(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas" / (std::string(id) + ".yaml")).value();
}

// Two readers in one private service.
class CardDesk {
 public:
  CardDesk()
      : first(VirtualReader::open(folder_.path() / "r0").value()), second(VirtualReader::open(folder_.path() / "r1").value()) {
    auto started = PrivateCardService::start(folder_.path(), {first.get(), second.get()});
    EXPECT_TRUE(started) << (started ? "" : started.error().context);
    service = *std::move(started);
    const auto [name, value] = service.environment();
    ::setenv(name.c_str(), value.c_str(), 1);
  }

 private:
  TemporaryFolder folder_;

 public:
  std::unique_ptr<VirtualReader> first;
  std::unique_ptr<VirtualReader> second;
  PrivateCardService service;
};

inline constexpr auto* kFirst = "Omote Virtual Reader 00 00";
inline constexpr auto* kSecond = "Omote Virtual Reader 01 00";

class Context {
 public:
  Context() { SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &handle_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { SCardReleaseContext(handle_); }
  [[nodiscard]] SCARDCONTEXT get() const { return handle_; }

  std::string readers() const {
    char names[1024];
    DWORD size = sizeof names;
    if (SCardListReaders(handle_, nullptr, names, &size) != SCARD_S_SUCCESS) return {};
    std::string joined;
    for (const char* name = names; *name != 0; name += std::string(name).size() + 1) joined += std::string(name) + ";";
    return joined;
  }
  // The state of a reader once it has one of these flags; after the time the last one.
  DWORD wait_for(const char* reader, DWORD flags, std::chrono::milliseconds time = std::chrono::seconds(5)) const {
    SCARD_READERSTATE state{};
    state.szReader = reader;
    const auto end = std::chrono::steady_clock::now() + time;
    do {
      const auto result = SCardGetStatusChange(handle_, 100, &state, 1);
      if (result != SCARD_S_SUCCESS && result != static_cast<LONG>(SCARD_E_TIMEOUT)) break;  // the service is gone
      state.dwCurrentState = state.dwEventState;
    } while ((state.dwEventState & flags) == 0 && std::chrono::steady_clock::now() < end);
    return state.dwEventState;
  }

 private:
  SCARDCONTEXT handle_ = 0;
};

class Connection {
 public:
  Connection(const Context& context, const char* reader, DWORD share = SCARD_SHARE_SHARED) {
    result = SCardConnect(context.get(), reader, share, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &handle_, &protocol);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { SCardDisconnect(handle_, SCARD_LEAVE_CARD); }
  [[nodiscard]] SCARDHANDLE get() const { return handle_; }

  Bytes transmit(ByteView command) {
    Bytes answer(65536 + 2);
    DWORD size = answer.size();
    result = SCardTransmit(handle_, SCARD_PCI_T1, command.data(), command.size(), nullptr, answer.data(), &size);
    answer.resize(result == SCARD_S_SUCCESS ? size : 0);
    return answer;
  }
  std::string send(std::string_view hex) { return to_hex(transmit(*from_hex(hex))); }
  void select(const Bytes& aid) { EXPECT_EQ(send("00A4040C0A" + to_hex(aid)), "9000"); }

  LONG result = 0;
  DWORD protocol = 0;

 private:
  SCARDHANDLE handle_ = 0;
};

inline std::string verify_number_b(const personas::Persona& persona) {
  return "002000920E" + to_hex(as_bytes(persona.number_b()));
}

}  // namespace omote::sim::reader
