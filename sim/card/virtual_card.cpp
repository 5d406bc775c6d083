#include "sim/card/virtual_card.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/card/card_signature.hpp"
#include "sim/card/status.hpp"
#include "sim/card/tlv_writer.hpp"

namespace omote::sim::card {
namespace {

const Bytes kIssuerDomain{0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00};

bool same_bytes(ByteView a, ByteView b) {
  return std::ranges::equal(a, b);
}

Bytes tries_status(int tries) {
  return status(static_cast<std::uint16_t>(0x63C0 | std::min(tries, 15)));
}

}  // namespace

VirtualCard::VirtualCard(FileSystem files, TryCounters counters, CardOptions options)
    : files_(std::move(files)), counters_(std::move(counters)), options_(std::move(options)) {}

void VirtualCard::power_on() {
  power_off();
}

void VirtualCard::power_off() {
  application_ = nullptr;
  file_ = 0;
  verified_.clear();
  first_command_ = true;
}

Bytes VirtualCard::transmit(ByteView command) {
  if (std::exchange(first_command_, false) && options_.first_command_fails) return status(kNoDiagnosis);
  const auto apdu = parse_apdu(command);
  if (!apdu) return status(kWrongLength);
  auto answer = dispatch(*apdu);
  // More than the terminal wants is cut, as a T=1 card does; the status word stays.
  if (apdu->le && answer.size() > *apdu->le + 2)
    answer.erase(answer.begin() + static_cast<std::ptrdiff_t>(*apdu->le), answer.end() - 2);
  return answer;
}

Bytes VirtualCard::dispatch(const Apdu& apdu) {
  if ((apdu.cla & 0x0C) != 0 && (apdu.cla & 0x70) == 0) return status(kNoSecureMessaging);
  if ((apdu.cla & 0x03) != 0) return status(kNoChannel);
  if (apdu.cla == 0x80) return dispatch_proprietary(apdu);
  if (apdu.cla != 0x00) return status(kWrongClass);
  switch (apdu.ins) {
    case 0xA4: return select(apdu);
    case 0xB0: return read_binary(apdu);
    case 0xB2: return read_record(apdu);
    case 0xCA: return get_data(apdu);
    case 0x20: return verify(apdu);
    case 0x24: return change_value(apdu, PinChange::Iso);
    case 0x84: return apdu.le && *apdu.le <= 256 && apdu.data.empty() ? answer(random_bytes(*apdu.le)) : status(kWrongLength);
    case 0x88: return internal_authenticate(apdu);
    default: return status(kWrongInstruction);
  }
}

Bytes VirtualCard::dispatch_proprietary(const Apdu& apdu) {
  const auto parameters = static_cast<std::uint16_t>(apdu.p1 << 8 | apdu.p2);
  switch (apdu.ins) {
    case 0x2A: return sign(apdu);
    case 0x32: return change_value(apdu, PinChange::Proprietary);
    case 0xA2: return status(parameters == 0x06C1 || parameters == 0x00C1 ? kWrongLength : kWrongParameters);
    case 0xAE: return status(kNoSessionKey);
    default: return status(kWrongInstruction);
  }
}

Bytes VirtualCard::select(const Apdu& apdu) {
  if (apdu.p1 == 0x04 && (apdu.p2 == 0x0C || apdu.p2 == 0x00)) return select_application(apdu);
  if (apdu.p1 == 0x02 && (apdu.p2 == 0x0C || apdu.p2 == 0x00)) return select_file(apdu.data);
  if (apdu.p1 != 0x00 || (apdu.p2 != 0x00 && apdu.p2 != 0x0C)) return status(kWrongParameters);
  // The master file: no SELECT without an application, no effect within one (reference/card.md §1.1).
  if (!apdu.data.empty()) return status(kNotFound);
  return status(application_ == nullptr ? kWrongParameters : kDone);
}

Bytes VirtualCard::select_application(const Apdu& apdu) {
  if (apdu.data.empty()) return status(kWrongLength);
  const bool issuer = same_bytes(apdu.data, kIssuerDomain);
  const auto found = std::ranges::find_if(files_.applications, [&](const auto& ap) { return same_bytes(ap.aid, apdu.data); });
  if (!issuer && found == files_.applications.end()) return status(kNotFound);
  application_ = issuer ? nullptr : &*found;
  file_ = 0;
  verified_.clear();
  if (apdu.p2 == 0x00 && apdu.le) return answer(tlv(0x6F, tlv(0x84, apdu.data)));
  return status(kDone);
}

Bytes VirtualCard::select_file(ByteView id) {
  if (id.size() != 2) return status(kWrongLength);
  const auto number = big_endian_16(id);
  if (find(number) == nullptr) return status(kNotFound);
  file_ = number;
  return status(kDone);
}

Bytes VirtualCard::read_binary(const Apdu& apdu) {
  if (!apdu.le || !apdu.data.empty()) return status(kWrongLength);
  std::size_t offset = static_cast<std::size_t>(apdu.p1) << 8 | apdu.p2;
  if ((apdu.p1 & 0x80) != 0) {
    if ((apdu.p1 & 0x60) != 0) return status(kWrongParameters);
    const auto id = static_cast<std::uint16_t>(apdu.p1 & 0x1F);
    if (find(id) == nullptr) return status(kNotFound);
    file_ = id;
    offset = apdu.p2;
  }
  const auto* file = find(file_);
  if (file == nullptr) return status(kNoCurrentFile);
  if (file->kind != FileKind::Transparent) return status(kWrongStructure);
  if (!allowed(*file)) return status(kNotAllowed);
  if (offset >= file->content.size()) return status(kPastEnd);
  return answer(ByteView(file->content).subspan(offset, std::min(*apdu.le, file->content.size() - offset)));
}

Bytes VirtualCard::read_record(const Apdu& apdu) {
  if (!apdu.le || !apdu.data.empty()) return status(kWrongLength);
  if ((apdu.p2 & 0x07) != 0x04) return status(kWrongParameters);
  if (const auto id = static_cast<std::uint16_t>(apdu.p2 >> 3); id != 0) {
    if (find(id) == nullptr) return status(kNotFound);
    file_ = id;
  }
  const auto* file = find(file_);
  if (file == nullptr) return status(kNoCurrentFile);
  if (file->kind != FileKind::Records) return status(kWrongStructure);
  if (!allowed(*file)) return status(kNotAllowed);
  if (apdu.p1 == 0 || apdu.p1 > file->records.size()) return status(kNoRecord);
  return answer(file->records[apdu.p1 - 1U]);
}

Bytes VirtualCard::get_data(const Apdu& apdu) const {
  if (!apdu.le || !apdu.data.empty()) return status(kWrongLength);
  const auto tag = static_cast<std::uint16_t>(apdu.p1 << 8 | apdu.p2);
  if (tag == 0x5F51) return answer(ByteView(kContactAtr).subspan(1));
  if (application_ != nullptr) return status(kNoObject);
  const auto found = files_.card_objects.find(tag);
  if (found == files_.card_objects.end()) return status(kNoObject);
  if (found->second.size() > *apdu.le) return status(kWrongLength);
  return answer(found->second);
}

Bytes VirtualCard::verify(const Apdu& apdu) {
  if (apdu.p1 != 0x00 || (apdu.p2 & 0x80) == 0 || (apdu.p2 & 0x60) != 0) return status(kWrongParameters);
  const auto id = named_by(apdu.p2);
  if (id == 0) return status(apdu.p2 == 0x80 ? kNoCurrentFile : kNotFound);
  file_ = id;
  const auto* file = find(id);
  if (file->kind != FileKind::Verification) return status(kWrongStructure);
  if (!apdu.data.empty()) return compare(id, apdu.data);
  if (options_.verified_query_9000 && verified_.contains(id)) return status(kDone);
  return tries_status(counters_.tries(counter(id), file->verification.limit));
}

Bytes VirtualCard::compare(std::uint16_t id, ByteView entry) {
  const auto& reference = find(id)->verification;
  if (blocked(id)) return status(kBlocked);
  const auto name = counter(id);
  const int tries = counters_.tries(name, reference.limit);
  // The counter is on disk before the answer leaves, so no restart gives a try back.
  if (same_bytes(as_bytes(counters_.value(name, reference.value)), entry)) {
    if (tries != reference.limit && !counters_.set_tries(name, reference.limit)) return status(kMemoryFailure);
    verified_.insert(id);
    return status(kDone);
  }
  verified_.erase(id);
  ++tries_spent_;
  if (!counters_.set_tries(name, tries - 1)) return status(kMemoryFailure);
  return tries_status(tries - 1);
}

Bytes VirtualCard::change_value(const Apdu& apdu, PinChange form) {
  if (application_ == nullptr || application_->pin_change != form) return status(kWrongInstruction);
  if (apdu.p1 != (form == PinChange::Iso ? 0x01 : 0x00)) return status(kWrongParameters);
  const auto id = named_by(apdu.p2);
  if (id == 0) return status(apdu.p2 == 0x80 ? kNoCurrentFile : kNotFound);
  const auto* file = find(id);
  if (file->kind != FileKind::Verification || file->verification.shortest == 0) return status(kWrongStructure);
  if (!verified_.contains(id)) return status(kNotAllowed);
  const auto& reference = file->verification;
  if (apdu.data.size() < reference.shortest || apdu.data.size() > reference.longest) return status(kWrongLength);
  const bool digits_only = reference.longest == 4;
  const bool fits = std::ranges::all_of(
      apdu.data, [&](std::uint8_t c) { return (c >= '0' && c <= '9') || (!digits_only && c >= 'A' && c <= 'Z'); });
  if (!fits) return status(kWrongData);
  if (!counters_.set_value(counter(id), as_text(apdu.data), reference.limit)) return status(kMemoryFailure);
  return status(kDone);
}

Bytes VirtualCard::sign(const Apdu& apdu) {
  if (application_ == nullptr) return status(kNoCurrentFile);
  const auto id = apdu.p2 == 0x00 ? application_->default_key : named_by(apdu.p2);
  if (id == 0) return status(apdu.p2 == 0x80 ? kNoCurrentFile : kWrongParameters);
  const auto* file = find(id);
  if (file->kind != FileKind::PrivateKey) return status(kWrongStructure);
  if (!allowed(*file)) return status(kNotAllowed);
  if (apdu.data.empty() || !apdu.le) return status(kWrongLength);
  return make_signature(file->key, apdu.p1, apdu.data);
}

Bytes VirtualCard::internal_authenticate(const Apdu& apdu) {
  if (apdu.p1 != 0x00) return status(kWrongParameters);
  const auto id = named_by(apdu.p2);
  if (id == 0) return status(apdu.p2 == 0x80 ? kNoCurrentFile : kNotFound);
  const auto* file = find(id);
  if (application_->name != "common" || file->kind != FileKind::PrivateKey) return status(kWrongStructure);
  if (apdu.data.empty() || !apdu.le) return status(kWrongLength);
  return answer(file->key.sign_digest_info(sha256(apdu.data)));
}

std::uint16_t VirtualCard::named_by(std::uint8_t p2) const {
  if ((p2 & 0x80) == 0) return 0;
  const auto short_id = static_cast<std::uint16_t>(p2 & 0x1F);
  const auto id = short_id == 0 ? file_ : short_id;
  return find(id) == nullptr ? std::uint16_t{0} : id;
}

const ElementaryFile* VirtualCard::find(std::uint16_t id) const {
  if (application_ == nullptr) return nullptr;
  const auto found = application_->files.find(id);
  return found == application_->files.end() ? nullptr : &found->second;
}

bool VirtualCard::allowed(const ElementaryFile& file) const {
  return file.any_of.empty() || std::ranges::any_of(file.any_of, [&](auto id) { return verified_.contains(id); });
}

std::string VirtualCard::counter(std::uint16_t id) const {
  return fmt::format("{}.{:04X}", application_->name, id);
}

bool VirtualCard::blocked(std::uint16_t id) const {
  return counters_.tries(counter(id), find(id)->verification.limit) <= 0;
}

std::optional<int> VirtualCard::tries(std::string_view application, std::uint16_t file) const {
  for (const auto& ap : files_.applications) {
    if (ap.name != application || !ap.files.contains(file)) continue;
    return counters_.tries(fmt::format("{}.{:04X}", application, file), ap.files.at(file).verification.limit);
  }
  return std::nullopt;
}

}  // namespace omote::sim::card
