#include "link/messages/codec.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <algorithm>

#include "base/secret.hpp"

namespace omote::link {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kMostMessage = 64 << 10;
constexpr std::size_t kMostPhotoMessage = 1 << 20;
constexpr std::size_t kMostText = 4096;
constexpr std::size_t kMostBeacon = 512;
constexpr std::uint32_t kMostSide = 2000;  // pixels of a photo

// Every field known, every text short; maps and lists are looked into too.
bool is_known(const Message& message) {
  const auto* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return false;
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      std::string scratch;
      if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
        const auto& inner =
            field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i) : reflection->GetMessage(message, field);
        if (!is_known(inner)) return false;
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        const auto& text = field->is_repeated() ? reflection->GetRepeatedStringReference(message, field, i, &scratch)
                                                : reflection->GetStringReference(message, field, &scratch);
        if (text.size() > kMostText) return false;
      }
    }
  }
  return true;
}

bool parse(ByteView bytes, Message& message) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) && is_known(message);
}

bool is_checksum(const std::string& bytes) {
  return bytes.size() == kChecksumSize;
}
bool is_checksum_or_none(const std::string& bytes) {
  return bytes.empty() || is_checksum(bytes);
}

bool is_good(const v1::ToHost& message) {
  if (message.kind_case() == v1::ToHost::KIND_NOT_SET) return false;
  if (message.has_release_wanted()) return is_checksum(message.release_wanted().sha256());
  if (message.has_update_state())
    return is_checksum_or_none(message.update_state().installing()) && is_checksum_or_none(message.update_state().sha256());
  const auto digits = message.card_face_read().number_b().size();
  return digits == 0 || digits == 14;
}

bool is_good(const v1::ToTerminal& message) {
  if (message.kind_case() == v1::ToTerminal::KIND_NOT_SET) return false;
  if (message.has_release_offer()) return is_checksum(message.release_offer().sha256());
  if (const auto& piece = message.release_piece(); message.has_release_piece())
    return is_checksum(piece.sha256()) && !piece.data().empty() && piece.data().size() <= kPieceSize;
  if (!message.has_start_face()) return true;
  const auto& face = message.start_face();
  return face.photo_width() <= kMostSide && face.photo_height() <= kMostSide &&
         face.photo().size() == std::size_t{face.photo_width()} * face.photo_height();
}

bool may_be_large(const v1::ToHost&) {
  return false;
}
bool may_be_large(const v1::ToTerminal& message) {
  return message.has_start_face();
}

template <class Kind>
Result<Kind> decode(ByteView frame) {
  Kind message;
  const bool readable = frame.size() <= kMostPhotoMessage && parse(frame, message);
  if (frame.size() > kMostMessage && !(readable && may_be_large(message))) {
    return fail("link_message_too_large", fmt::format("{} bytes", frame.size()));
  }
  if (!readable || !is_good(message)) return fail("link_message_malformed", fmt::format("{} bytes", frame.size()));
  return message;
}

}  // namespace

Bytes encode(const google::protobuf::MessageLite& message) {
  Bytes bytes(message.ByteSizeLong());
  static_cast<void>(message.SerializeToArray(bytes.data(), static_cast<int>(bytes.size())));
  return bytes;
}

Result<v1::ToHost> decode_to_host(ByteView frame) {
  return decode<v1::ToHost>(frame);
}
Result<v1::ToTerminal> decode_to_terminal(ByteView frame) {
  return decode<v1::ToTerminal>(frame);
}

Result<v1::Beacon> decode_beacon(ByteView datagram) {
  v1::Beacon beacon;
  const bool good = datagram.size() <= kMostBeacon && parse(datagram, beacon) && is_serial(beacon.serial()) &&
                    beacon.port() > 0 && beacon.port() <= 65535;
  if (!good) return fail("beacon_refused");
  return beacon;
}

std::uint32_t agreed_version(const Versions& own, const v1::Hello& other) {
  const auto most = std::min(own.most, other.version_most());
  return most >= std::max(own.least, other.version_least()) ? most : 0;
}

bool is_serial(std::string_view text) {
  const auto good = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, good);
}

void wipe(v1::ToHost& message) {
  if (message.has_touch()) wipe_memory(message.mutable_touch()->mutable_value()->data(), message.touch().value().size());
  if (message.has_ask_staff()) {
    auto& question = *message.mutable_ask_staff();
    wipe_memory(question.mutable_password()->data(), question.password().size());
    wipe_memory(question.mutable_code()->data(), question.code().size());
  }
  if (message.has_card_face_read()) {
    auto& number_b = *message.mutable_card_face_read()->mutable_number_b();
    wipe_memory(number_b.data(), number_b.size());
  }
}

void wipe(v1::ToTerminal& message) {
  if (!message.has_start_face()) return;
  auto& photo = *message.mutable_start_face()->mutable_photo();
  wipe_memory(photo.data(), photo.size());
}

}  // namespace omote::link
