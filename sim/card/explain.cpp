#include "sim/card/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/card/apdu.hpp"
#include "sim/card/file_system.hpp"
#include "sim/card/status.hpp"

namespace omote::sim::card {
namespace {

std::string application_name(ByteView aid) {
  for (const auto& [known, name] : {std::pair{&kJpkiAid, "jpki"},
                                    {&kVisualAid, "visual"},
                                    {&kTextAid, "text"},
                                    {&kCommonAid, "common"},
                                    {&kJukiAid, "juki"}}) {
    if (std::ranges::equal(*known, aid)) return name;
  }
  return {};
}

std::string file_name(const std::string& application, std::uint16_t file) {
  static const std::map<std::pair<std::string, std::uint16_t>, std::string> names{{{"jpki", 0x0001}, "signature certificate"},
                                                                                  {{"jpki", 0x0002}, "signature CA"},
                                                                                  {{"jpki", 0x0006}, "token info"},
                                                                                  {{"jpki", 0x000A}, "user certificate"},
                                                                                  {{"jpki", 0x000B}, "user CA"},
                                                                                  {{"jpki", 0x0017}, "user key"},
                                                                                  {{"jpki", 0x0018}, "PIN"},
                                                                                  {{"jpki", 0x001A}, "signature key"},
                                                                                  {{"jpki", 0x001B}, "signature PIN"},
                                                                                  {{"visual", 0x0002}, "card face"},
                                                                                  {{"visual", 0x0004}, "CV certificate"},
                                                                                  {{"visual", 0x0005}, "12-digit number"},
                                                                                  {{"visual", 0x0011}, "birth digits"},
                                                                                  {{"visual", 0x0012}, "number B"},
                                                                                  {{"visual", 0x0013}, "number A"},
                                                                                  {{"visual", 0x001A}, "card key"},
                                                                                  {{"text", 0x0001}, "12-digit number"},
                                                                                  {{"text", 0x0002}, "basic four"},
                                                                                  {{"text", 0x0011}, "PIN"},
                                                                                  {{"text", 0x0014}, "number A"},
                                                                                  {{"text", 0x0015}, "number B"},
                                                                                  {{"common", 0x0001}, "card number"},
                                                                                  {{"common", 0x001C}, "PIN"},
                                                                                  {{"juki", 0x001C}, "PIN"}};
  const auto found = names.find({application, file});
  if (found != names.end()) return found->second;
  return file == 0 ? "current file" : fmt::format("file {:04X}", file);
}

std::string outcome(ByteView answer) {
  if (answer.size() < 2) return "no answer";
  const auto word = big_endian_16(answer.last(2));
  if ((word & 0xFFF0) == 0x63C0) return fmt::format("{} left", word & 0x0F);
  switch (word) {
    case kDone: return answer.size() == 2 ? "done" : fmt::format("{} bytes", answer.size() - 2);
    case kBlocked: return "blocked";
    case kNotAllowed: return "not allowed";
    case kNotFound: return "not found";
    case kPastEnd: return "past the end";
    case kWrongLength: return "wrong length";
    default: return fmt::format("{:04X}", word);
  }
}

bool carries_secret(ByteView command) {
  return command.size() > 5 && (command[1] == 0x20 || command[1] == 0x24 || command[1] == 0x32);
}

}  // namespace

void ApduExplainer::start_again() {
  application_.clear();
  file_ = 0;
}

std::string ApduExplainer::explain(ByteView command, ByteView answer) {
  const auto apdu = parse_apdu(command);
  if (!apdu) return "malformed command: " + outcome(answer);
  const bool done = answer.size() >= 2 && big_endian_16(answer.last(2)) == kDone;
  const auto named = [&](std::uint8_t p2) {
    const auto short_id = static_cast<std::uint16_t>(p2 & 0x1F);
    return file_name(application_, (p2 & 0x80) != 0 && short_id != 0 ? short_id : file_);
  };
  std::string what;
  switch (apdu->ins) {
    case 0xA4:
      if (apdu->p1 == 0x04) {
        const auto name = application_name(apdu->data);
        what = "SELECT application " + (name.empty() ? to_hex(apdu->data) : name);
        if (done) application_ = name, file_ = 0;
      } else if (apdu->p1 == 0x02 && apdu->data.size() == 2) {
        what = "SELECT " + file_name(application_, big_endian_16(apdu->data));
        if (done) file_ = big_endian_16(apdu->data);
      } else {
        what = "SELECT master file";
      }
      break;
    case 0xB0: {
      const bool by_short_id = (apdu->p1 & 0x80) != 0;
      if (by_short_id && done) file_ = apdu->p1 & 0x1F;
      const int offset = by_short_id ? apdu->p2 : apdu->p1 << 8 | apdu->p2;
      what = fmt::format("READ {} from {}",
                         by_short_id ? file_name(application_, apdu->p1 & 0x1F) : file_name(application_, file_), offset);
      break;
    }
    case 0xB2:
      what = fmt::format("READ {} record {}", file_name(application_, apdu->p2 >> 3 != 0 ? apdu->p2 >> 3 : file_), apdu->p1);
      break;
    case 0x20: what = (apdu->data.empty() ? "TRIES of " : "VERIFY ") + application_ + " " + named(apdu->p2); break;
    case 0x24:
    case 0x32: what = "CHANGE " + application_ + " " + named(apdu->p2); break;
    case 0x2A: what = "SIGN with " + (apdu->p2 == 0 ? std::string("the card key") : named(apdu->p2)); break;
    case 0x88: what = "INTERNAL AUTHENTICATE"; break;
    case 0x84: what = "GET CHALLENGE"; break;
    case 0xCA: what = fmt::format("GET DATA {:02X}{:02X}", apdu->p1, apdu->p2); break;
    default: what = fmt::format("INS {:02X}", apdu->ins);
  }
  return what + ": " + outcome(answer);
}

std::string shown_command(ByteView command) {
  if (!carries_secret(command)) return to_hex(command);
  std::string text = to_hex(command.first(5));
  for (std::size_t i = 5; i < command.size(); ++i) text += "**";
  return text;
}

std::string shown_answer(ByteView answer, std::size_t most) {
  if (answer.size() <= most + 2) return to_hex(answer);
  return to_hex(answer.first(most)) + "…" + to_hex(answer.last(2));
}

}  // namespace omote::sim::card
