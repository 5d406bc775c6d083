#include "host/log_api.hpp"

#include "base/text.hpp"

namespace omote::host {

namespace {

net::Response refused(unsigned status, const Failure& failure) {
  return net::text_response(status, to_one_line(describe(failure)));
}

}  // namespace

bool LogApi::answer(const net::Request& request, const net::HttpServer::Answer& answer) {
  if (request.method == "POST" && request.path() == "/api/log/clock") {
    log_.confirm_clock();
    answer(net::json_response(200, "{}"));
    return true;
  }
  if (request.method != "GET" || request.path() != "/api/log") return false;
  auto filter = ports::filter_of_query(request.target, clock_.now());
  if (!filter) {
    answer(refused(400, filter.error()));
    return true;
  }
  queue_.post([this, filter = std::move(*filter), answer] {
    auto page = log_.page(filter);
    auto response = page ? net::json_response(200, std::move(*page)) : refused(500, page.error());
    // The answer is dropped by the server when the page has gone meanwhile.
    loop_.post([answer, response = std::move(response)]() mutable { answer(std::move(response)); });
  });
  return true;
}

}  // namespace omote::host
