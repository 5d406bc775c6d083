// Between the IFD handler inside pcscd and the process that owns the simulated reader: an AF_UNIX SOCK_SEQPACKET socket per
// reader, each packet one message. The handler opens two connections and says in the first packet what each is for.
//
//   events    reader -> handler   one byte, a State, at once and after every change
//             handler -> reader   one byte, any, as soon as pcscd waits for events: from then on programs see the reader
//   commands  handler -> reader   one byte, an Operation, then its data (Transmit: the command APDU)
//             reader -> handler   one byte, an Outcome, then its data (PowerOn, Reset: the ATR; Transmit: the answer)
#pragma once

#include <cstddef>
#include <cstdint>

namespace omote::sim::reader {

enum class Purpose : std::uint8_t { Events = 'E', Commands = 'C' };
enum class State : std::uint8_t { Unplugged = 0, Empty = 1, Card = 2 };
enum class Operation : std::uint8_t { PowerOn = 1, PowerOff = 2, Reset = 3, Transmit = 4 };
enum class Outcome : std::uint8_t { Done = 0, NoCard = 1, NoAnswer = 2 };

// An extended answer of 65536 bytes, its status word and the outcome.
inline constexpr std::size_t kLargestMessage = 65536 + 64;
// DEVICENAME in reader.conf is this and the socket's path; pcscd looks for no file when there is a colon in it.
inline constexpr char kDevicePrefix[] = "uds:";

}  // namespace omote::sim::reader
