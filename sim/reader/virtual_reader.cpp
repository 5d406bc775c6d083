#include "sim/reader/virtual_reader.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace omote::sim::reader {
namespace {

using std::chrono::steady_clock;

int listen_on(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = path.string();
  if (name.size() >= sizeof address.sun_path) return -1;
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  ::unlink(name.c_str());
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::chmod(name.c_str(), 0600) != 0 ||
      ::listen(fd, 8) != 0) {
    ::close(fd);
    return -1;
  }
  return fd;
}

bool send_all(int fd, ByteView message) {
  return ::send(fd, message.data(), message.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(message.size());
}

}  // namespace

Result<std::unique_ptr<VirtualReader>> VirtualReader::open(const std::filesystem::path& socket) {
  const int listener = listen_on(socket);
  if (listener < 0) return fail("reader_socket_unusable", socket.string() + ": " + std::strerror(errno));
  return std::unique_ptr<VirtualReader>(new VirtualReader(socket, listener));
}

VirtualReader::VirtualReader(std::filesystem::path socket, int listener) : socket_(std::move(socket)), listener_(listener) {
  acceptor_ = std::jthread([this] { accept_all(); });
}

VirtualReader::~VirtualReader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    ++insertion_;
    for (auto& connection : connections_) ::shutdown(connection.fd, SHUT_RDWR);
  }
  changed_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& connection : connections_) {
    connection.thread.join();
    ::close(connection.fd);
  }
  ::close(listener_);
  ::unlink(socket_.c_str());
}

void VirtualReader::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex_);
    if (stopping_ || fd < 0) {
      if (fd >= 0) ::close(fd);
      if (stopping_) return;
      continue;
    }
    for (auto it = connections_.begin(); it != connections_.end();) {
      if (!it->done) {
        ++it;
        continue;
      }
      it->thread.join();
      ::close(it->fd);
      it = connections_.erase(it);
    }
    auto& connection = connections_.emplace_back();
    connection.fd = fd;
    connection.thread = std::jthread([this, &connection] { serve(connection); });
  }
}

void VirtualReader::serve(Connection& connection) {
  std::uint8_t purpose = 0;
  int fd = -1;
  {
    const std::lock_guard lock(mutex_);
    fd = connection.fd;
  }
  if (::recv(fd, &purpose, 1, 0) == 1) {
    if (purpose == static_cast<std::uint8_t>(Purpose::Commands)) serve_commands(fd);
    if (purpose == static_cast<std::uint8_t>(Purpose::Events)) serve_events(fd);
  }
  const std::lock_guard lock(mutex_);
  connection.done = true;
}

void VirtualReader::serve_events(int fd) {
  std::unique_lock lock(mutex_);
  event_fds_.push_back(fd);
  send_all(fd, Bytes{static_cast<std::uint8_t>(state())});
  std::uint8_t byte = 0;
  int waiting = 0;
  for (;;) {
    lock.unlock();
    const auto got = ::recv(fd, &byte, 1, 0);
    lock.lock();
    if (got != 1) break;
    waiting = 1;
    ++services_;
    changed_.notify_all();
  }
  services_ -= waiting;
  std::erase(event_fds_, fd);
}

void VirtualReader::serve_commands(int fd) {
  Bytes message(kLargestMessage);
  for (;;) {
    const ssize_t got = ::recv(fd, message.data(), message.size(), 0);
    if (got <= 0) return;
    const auto view = ByteView(message).first(static_cast<std::size_t>(got));
    const auto reply = run(static_cast<Operation>(view[0]), view.subspan(1));
    Bytes out{static_cast<std::uint8_t>(reply.outcome)};
    append(out, reply.data);
    if (!send_all(fd, out)) return;
  }
}

VirtualReader::Reply VirtualReader::run(Operation operation, ByteView data) {
  if (operation == Operation::Transmit) return transmit(data);
  std::shared_ptr<card::SmartCard> card;
  {
    const std::lock_guard lock(mutex_);
    if (state() != State::Card) return {Outcome::NoCard, {}};
    card = card_;
  }
  const std::lock_guard lock(card_mutex_);
  switch (operation) {
    case Operation::PowerOn: card->power_on(); return {Outcome::Done, card->atr()};
    case Operation::Reset: card->reset(); return {Outcome::Done, card->atr()};
    case Operation::PowerOff: card->power_off(); return {Outcome::Done, {}};
    case Operation::Transmit: break;
  }
  return {};
}

VirtualReader::Reply VirtualReader::transmit(ByteView command) {
  const auto started = steady_clock::now();
  std::unique_lock lock(mutex_);
  if (state() != State::Card) return {Outcome::NoCard, {}};
  const auto card = card_;
  const auto insertion = insertion_;
  const auto number = ++apdus_;
  const auto fault = faults_.next(command);
  const auto timing = timing_;
  const auto observer = observer_;
  lock.unlock();
  const auto is = [&](FaultKind kind) { return fault && fault->kind == kind; };

  Reply reply{Outcome::Done, is(FaultKind::Answer) ? fault->answer : Bytes{}};
  if (is(FaultKind::PullBefore)) remove();
  if (!is(FaultKind::Answer) && !is(FaultKind::PullBefore)) {
    const std::lock_guard one_at_a_time(card_mutex_);
    if (is(FaultKind::OtherFirst)) static_cast<void>(card->transmit(fault->other));
    reply.data = card->transmit(command);
  }
  if (is(FaultKind::PullAfter)) remove();
  if (is(FaultKind::DropAnswer)) reply = {Outcome::NoAnswer, {}};
  auto until = started + timing.time(command.size(), reply.data.size());
  if (is(FaultKind::Delay)) until += fault->delay;
  if (is(FaultKind::Hang)) until = steady_clock::time_point::max();

  lock.lock();
  if (!pass_time(lock, insertion, until)) reply = {Outcome::NoCard, {}};
  lock.unlock();
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - started);
  if (observer) observer({.number = number, .command = {command.begin(), command.end()}, .answer = reply.data, .took = took});
  return reply;
}

bool VirtualReader::pass_time(std::unique_lock<std::mutex>& lock, std::uint64_t insertion, steady_clock::time_point until) {
  const auto gone = [&] { return stopping_ || insertion_ != insertion || !plugged_; };
  if (until == steady_clock::time_point::max()) {
    changed_.wait(lock, gone);
    return false;
  }
  if (until > steady_clock::now()) changed_.wait_until(lock, until, gone);
  return !gone();
}

void VirtualReader::insert(std::shared_ptr<card::SmartCard> card) {
  remove();
  card->power_off();
  const std::lock_guard lock(mutex_);
  card_ = std::move(card);
  ++insertion_;
  apdus_ = 0;
  tell_state();
}

void VirtualReader::remove() {
  const std::lock_guard lock(mutex_);
  if (!card_) return;
  card_.reset();
  ++insertion_;
  tell_state();
}

void VirtualReader::plug(bool plugged) {
  const std::lock_guard lock(mutex_);
  if (plugged_ == plugged) return;
  plugged_ = plugged;
  tell_state();
}

State VirtualReader::state() const {
  if (!plugged_) return State::Unplugged;
  return card_ ? State::Card : State::Empty;
}

void VirtualReader::tell_state() {
  const Bytes message{static_cast<std::uint8_t>(state())};
  // A card service that does not listen (stopped, say) must not stop the reader.
  for (const int fd : event_fds_) ::send(fd, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  changed_.notify_all();
}

bool VirtualReader::occupied() const {
  const std::lock_guard lock(mutex_);
  return card_ != nullptr;
}

bool VirtualReader::plugged() const {
  const std::lock_guard lock(mutex_);
  return plugged_;
}

void VirtualReader::set_timing(const card::CardTiming& timing) {
  const std::lock_guard lock(mutex_);
  timing_ = timing;
}

void VirtualReader::arm(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.arm(std::move(fault));
}

void VirtualReader::clear_faults() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

int VirtualReader::faults_fired() const {
  const std::lock_guard lock(mutex_);
  return faults_.fired();
}

void VirtualReader::observe(Observer observer) {
  const std::lock_guard lock(mutex_);
  observer_ = std::move(observer);
}

bool VirtualReader::wait_until_served(std::chrono::milliseconds time) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, time, [&] { return services_ > 0; });
}

std::uint32_t VirtualReader::apdus() const {
  const std::lock_guard lock(mutex_);
  return apdus_;
}

}  // namespace omote::sim::reader
