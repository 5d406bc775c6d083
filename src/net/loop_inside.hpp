// Private to net/: what stands behind a Loop.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>

#include "net/loop.hpp"

namespace omote::net {

namespace asio = boost::asio;

struct Loop::Inside {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
  asio::signal_set signals{io};
  std::map<TimerId, std::unique_ptr<asio::steady_timer>> timers;
  TimerId last_timer = 0;
};

}  // namespace omote::net
