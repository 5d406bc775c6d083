// Figures of a day or a month for the console and for programs: GET /api/figures?day=…|month=…[&format=csv][&lang=ja|en]
// (docs/figures.md).
#pragma once

#include "base/clock.hpp"
#include "base/queue_thread.hpp"
#include "domain/catalogue/catalogue.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"
#include "ports/log_port.hpp"

namespace omote::host {

class FiguresApi {
 public:
  // `readers`: the thread on which the log is read.
  FiguresApi(net::Loop& loop, const Clock& clock, ports::LogPort& log, QueueThread& readers,
             const catalogue::Catalogue& catalogue)
      : loop_(loop), clock_(clock), log_(log), readers_(readers), catalogue_(catalogue) {}
  void answer(const net::Request& request, const net::HttpServer::Answer& answer);

 private:
  void name_faults(figures::v1::Figures& figures) const;

  net::Loop& loop_;
  const Clock& clock_;
  ports::LogPort& log_;
  QueueThread& readers_;
  const catalogue::Catalogue& catalogue_;
};

}  // namespace omote::host
