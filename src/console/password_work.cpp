#include "console/password_work.hpp"

#include "console/password.hpp"

namespace omote::console {

namespace {

std::string_view text_of(const Secret& secret) {
  return {reinterpret_cast<const char*>(secret.reveal().data()), secret.size()};
}

}  // namespace

PasswordWork::~PasswordWork() {
  alive_.reset();
  queue_.finish();
}

template <class Value>
std::move_only_function<void(Value)> PasswordWork::on_loop(std::function<void(Value)> done) {
  ++waiting_;
  return [this, alive = std::weak_ptr(alive_), done = std::move(done)](Value value) mutable {
    loop_.post([this, alive = std::move(alive), done = std::move(done), value = std::move(value)]() mutable {
      if (alive.expired()) return;
      --waiting_;
      done(std::move(value));
    });
  };
}

void PasswordWork::hash(Secret password, std::function<void(Result<std::string>)> done) {
  queue_.post([password = std::move(password), answer = on_loop(std::move(done))]() mutable {
    answer(hash_password(text_of(password)));
  });
}

void PasswordWork::check(Secret password, std::string hash, std::function<void(bool)> done) {
  queue_.post([password = std::move(password), hash = std::move(hash), answer = on_loop(std::move(done))]() mutable {
    const bool right = is_password(text_of(password), hash.empty() ? hash_of_nobody() : hash);
    answer(right && !hash.empty());
  });
}

}  // namespace omote::console
