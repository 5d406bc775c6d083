#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/network/apart.hpp"
#include "sim/network/name_service.hpp"

namespace omote::sim::network {

namespace {

constexpr std::size_t kHeader = 12;
constexpr std::uint8_t kNoSuchName = 3;

// "qualification.national.example" as length-prefixed labels, small letters.
std::string labels_as_text(ByteView labels) {
  std::string text;
  for (std::size_t at = 0; at < labels.size() && labels[at] != 0;) {
    const std::size_t length = labels[at++];
    if (length > 63 || at + length > labels.size()) return "";
    if (!text.empty()) text += '.';
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(std::tolower(labels[at + i]));
    at += length;
  }
  return text;
}

}  // namespace

Bytes answer_question(ByteView question, const std::string& name, const std::string& right, const std::string& in_clinic,
                      NameAnswer how) {
  if (question.size() < kHeader + 5 || how == NameAnswer::Silence) return {};
  const auto rest = question.subspan(kHeader);
  std::size_t end = 0;
  while (end < rest.size() && rest[end] != 0) end += rest[end] + std::size_t{1};
  if (end + 5 > rest.size()) return {};
  const bool known = labels_as_text(rest.first(end + 1)) == name && how != NameAnswer::NoSuchName;
  const bool address_asked = rest[end + 1] == 0 && rest[end + 2] == 1;
  Bytes answer(question.begin(), question.begin() + static_cast<std::ptrdiff_t>(kHeader + end + 5));
  answer[2] = 0x85;  // an answer, with authority, as it was asked
  answer[3] = known ? 0x80 : 0x80 | kNoSuchName;
  for (std::size_t i = 6; i < kHeader; ++i) answer[i] = 0;
  if (!known || !address_asked) return answer;
  answer[7] = 1;
  in_addr address{};
  ::inet_pton(AF_INET, (how == NameAnswer::InClinic ? in_clinic : right).c_str(), &address);
  const auto* octets = reinterpret_cast<const std::uint8_t*>(&address);
  answer.insert(answer.end(), {0xC0, kHeader, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, octets[0], octets[1], octets[2], octets[3]});
  return answer;
}

Result<std::unique_ptr<NameService>> NameService::start(const std::string& network, const std::string& address, std::string name,
                                                        std::string in_clinic) {
  auto service = std::unique_ptr<NameService>(new NameService());
  service->name_ = std::move(name);
  service->right_ = address;
  service->in_clinic_ = std::move(in_clinic);
  int error = ENOENT;
  in_network(network, [&] {
    service->socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_port = htons(53);
    ::inet_pton(AF_INET, address.c_str(), &here.sin_addr);
    error = ::bind(service->socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0 ? 0 : errno;
  });
  if (error != 0) return fail("name_service_not_started", address + ": " + std::strerror(error));
  service->thread_ = std::jthread([self = service.get()](const std::stop_token& stop) { self->serve(stop); });
  return service;
}

NameService::~NameService() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  if (socket_ >= 0) ::close(socket_);
}

void NameService::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 50) <= 0) continue;
    std::uint8_t buffer[512];
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const auto n = ::recvfrom(socket_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (n <= 0) continue;
    ++asked_;
    const auto answer = answer_question({buffer, static_cast<std::size_t>(n)}, name_, right_, in_clinic_, how_);
    if (!answer.empty()) ::sendto(socket_, answer.data(), answer.size(), 0, reinterpret_cast<const sockaddr*>(&from), size);
  }
}

}  // namespace omote::sim::network
