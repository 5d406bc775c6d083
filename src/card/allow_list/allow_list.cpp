#include "card/allow_list/allow_list.hpp"

#include <algorithm>

namespace omote::card {

namespace {

using Permit = std::optional<Selection>;

enum class Use { Read, ReadRecord, Key, Sign };

struct Rule {
  Application application;
  FileId file;
  Use use;
  std::uint8_t secret_size = 0;  // of a key: how many digits VERIFY must carry
};

// The whole of it: with the card record, eight files in three applications.
constexpr std::array<Rule, 7> kRules{{
    {Application::Jpki, kTokenInfo, Use::Read},
    {Application::Jpki, kAuthCertificate, Use::Read},
    {Application::Jpki, kPin, Use::Key, 4},
    {Application::Jpki, kAuthKey, Use::Sign},
    {Application::Visual, kCardFace, Use::Read},
    {Application::Visual, kCvCertificate, Use::Read},
    {Application::Visual, kNumberB, Use::Key, 14},
}};
constexpr Rule kRecordRule{Application::Common, kCardNumberRecord, Use::ReadRecord};

const Rule* rule_for(std::optional<Application> application, FileId file) {
  if (!application) return nullptr;
  const auto fits = [&](const Rule& rule) { return rule.application == *application && rule.file == file; };
  if (fits(kRecordRule)) return &kRecordRule;
  const auto* found = std::ranges::find_if(kRules, fits);
  return found == kRules.end() ? nullptr : found;
}

// The file that P2 of VERIFY or P1 of READ BINARY names: the current one, or one by its short identifier; 0 for no file.
FileId file_named(std::uint8_t parameter, const Selection& now) {
  if (parameter == 0x80) return now.file;
  if ((parameter & 0xE0) == 0x80) return parameter & 0x1F;
  return 0;
}

Permit permit_select(ByteView c, const Selection& now) {
  if (c.size() == 4 && c[2] == 0x00 && c[3] == 0x00) return now;
  if (c.size() == 15 && c[2] == 0x04 && c[3] == 0x0C && c[4] == 0x0A) {
    for (const auto application : {Application::Jpki, Application::Visual, Application::Common}) {
      if (std::ranges::equal(c.subspan(5), aid_of(application))) return Selection{application, 0};
    }
  }
  if (c.size() == 7 && c[2] == 0x02 && c[3] == 0x0C && c[4] == 0x02 && c[5] == 0x00 && rule_for(now.application, c[6])) {
    return Selection{now.application, c[6]};
  }
  return std::nullopt;
}

Permit permit_read(ByteView c, const Selection& now) {
  const bool short_form = c.size() == 5;
  const bool extended_form = c.size() == 7 && c[4] == 0x00;
  if (!short_form && !extended_form) return std::nullopt;
  const FileId file = (c[2] & 0x80) == 0 ? now.file : (c[2] == 0x80 ? FileId{0} : file_named(c[2], now));
  const Rule* rule = rule_for(now.application, file);
  if (rule == nullptr || rule->use != Use::Read) return std::nullopt;
  return Selection{now.application, file};
}

Permit permit_read_record(ByteView c, const Selection& now) {
  const bool first_record = c.size() == 5 && c[2] == 0x01 && c[3] == (kRecordRule.file << 3 | 0x04) && c[4] == 0x00;
  if (!first_record || now.application != kRecordRule.application) return std::nullopt;
  return Selection{now.application, kRecordRule.file};
}

Permit permit_verify(ByteView c, const Selection& now) {
  const FileId file = file_named(c[3], now);
  const Rule* rule = rule_for(now.application, file);
  if (c[2] != 0x00 || rule == nullptr || rule->use != Use::Key) return std::nullopt;
  const bool query = c.size() == 4;
  const bool attempt = c.size() == 5u + rule->secret_size && c[4] == rule->secret_size;
  if (!query && !attempt) return std::nullopt;
  return Selection{now.application, file};
}

Permit permit_sign(ByteView c, const Selection& now) {
  if (c.size() < 7 || c[2] != 0x00 || c.size() != 6u + c[4] || c.back() != 0x00) return std::nullopt;
  if (c[3] == 0x00) return now.application == Application::Visual ? Permit(now) : std::nullopt;
  const FileId file = file_named(c[3], now);
  const Rule* rule = rule_for(now.application, file);
  if (rule == nullptr || rule->use != Use::Sign) return std::nullopt;
  return Selection{now.application, file};
}

}  // namespace

Permit permitted(ByteView command, const Selection& now) {
  if (command.size() < 4) return std::nullopt;
  if (command[0] == 0x80 && command[1] == 0x2A) return permit_sign(command, now);
  if (command[0] != 0x00) return std::nullopt;
  switch (command[1]) {
    case 0x20: return permit_verify(command, now);
    case 0xA4: return permit_select(command, now);
    case 0xB0: return permit_read(command, now);
    case 0xB2: return permit_read_record(command, now);
    case 0xC0: {
      // Only ever carries on an answer to one of the commands above.
      const bool plain = command.size() == 5 && command[2] == 0x00 && command[3] == 0x00;
      return plain && now.application ? Permit(now) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

}  // namespace omote::card
