// make_card_seeds CORPUS: writes the seeds of the targets tlv, card, card_messages, apdu and jp2. 見本 All of it is made here
// from keys that are thrown away afterwards; nothing comes from a real card.
#include <filesystem>
#include <fstream>

#include "card/apdu/command.hpp"
#include "card/worker/message.hpp"
#include "tests/support/card/specimen.hpp"
#include "tests/support/jp2_specimen.hpp"

namespace {

using namespace omote;

void write(const std::filesystem::path& file, ByteView bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

// An answer as the card target reads it.
void answer(Bytes& to, ByteView data, std::uint16_t status) {
  append_big_endian_16(to, static_cast<std::uint16_t>(data.size() + 2));
  append(to, data);
  append_big_endian_16(to, status);
}

Bytes recognised_card() {
  const auto certificate = test::auth_certificate();
  const ByteView der(certificate);
  Bytes card{0xA3};
  answer(card, {}, 0x6A86);
  answer(card, {}, 0x9000);
  answer(card, {}, 0x63C3);
  answer(card, der.first(4), 0x9000);
  answer(card, der.subspan(4), 0x9000);
  answer(card, {}, 0x9000);
  answer(card, from_hex("011c313233343536373839303132333435303030303230333530323137").value(), 0x9000);
  answer(card, {}, 0x9000);
  answer(card, {}, 0x63CA);
  const auto face = test::face_file();
  answer(card, {}, 0x63CA);
  answer(card, {}, 0x9000);
  answer(card, ByteView(face).first(5), 0x9000);
  answer(card, ByteView(face).subspan(5), 0x9000);
  answer(card, test::cv_certificate(), 0x9000);
  answer(card, Bytes(256, 1), 0x9000);
  return card;
}

void command(Bytes& to, const card::Command& one) {
  to.push_back(static_cast<std::uint8_t>(one.bytes().size()));
  append(to, one.bytes());
  append(to, Bytes{0x90, 0x00});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  const std::filesystem::path corpus(argv[1]);
  write(corpus / "tlv/face", test::face_file());
  write(corpus / "tlv/cv", test::cv_certificate());
  write(corpus / "tlv/auth", test::auth_certificate());
  write(corpus / "card/whole", recognised_card());
  Bytes commands;
  command(commands, card::Command::select_application(card::Application::Visual));
  command(commands, card::Command::verify(card::Target::short_id(card::kNumberB), Secret("55021720352285")));
  command(commands, card::Command::read_file(card::kCardFace, 0, 5, false));
  command(commands, card::Command::read_binary(5, 2000, true));
  command(commands, card::Command::sign_by_application(Bytes(51, 1)));
  write(corpus / "apdu/visual", commands);
  card::Request request;
  request.kind = card::Request::Kind::SignWithPin;
  request.digits = Secret("1234");
  write(corpus / "card_messages/request", card::encode(request).reveal());
  card::Reply reply;
  reply.kind = card::Reply::Kind::Face;
  reply.face.record = card::FaceRecord{{1980, 2, 17}, '2', Secret("photo"), Bytes{1}, Bytes{2, 3}, Secret("hash")};
  write(corpus / "card_messages/face", card::encode(reply).reveal());
  write(corpus / "jp2/grey", test::jp2_specimen({.width = 24, .height = 32}));
  write(corpus / "jp2/colour", test::jp2_specimen({.width = 16, .height = 16, .components = 3}));
  write(corpus / "jp2/code_stream", test::jp2_specimen({.width = 16, .height = 16, .container = false}));
  return 0;
}
