#include "journal/record.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

namespace omote::journal {

std::string type_of(const v1::Event& event) {
  const auto* kind = v1::Event::descriptor()->FindOneofByName("kind");
  const auto* field = v1::Event::GetReflection()->GetOneofFieldDescriptor(event, kind);
  return field == nullptr ? "none" : field->name();
}

std::string to_json(const v1::Event& event) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(event, &json, options).ok()) return "{}";
  return json;
}

ChainHash chain(ByteView before, std::uint64_t sequence, WallTime time, ByteView event) {
  Bytes all(before.begin(), before.end());
  for (const auto value : {sequence, static_cast<std::uint64_t>(time.time_since_epoch().count())}) {
    append_big_endian_32(all, static_cast<std::uint32_t>(value >> 32));
    append_big_endian_32(all, static_cast<std::uint32_t>(value & 0xffffffff));
  }
  append(all, event);
  return sha256(all);
}

}  // namespace omote::journal
