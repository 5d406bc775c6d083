// What the console answers to, each with the right it needs. What stands here nowhere is refused.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console/rights.hpp"
#include "net/http.hpp"

namespace omote::console {

// Answers once, now or later, on the loop's thread. The request and the caller are there during the call only: what is
// needed later is copied. `rest` is what stands in the place of the route's *.
struct Asked {
  const net::Request& request;
  const Caller& by;  // an open route's is nobody, with no rights and no name, when the asker is not known
  std::string_view rest;
};
using Answer = net::HttpServer::Answer;
using Handler = std::function<void(const Asked& asked, const Answer& answer)>;

struct Route {
  std::string method;
  std::string path;            // "/api/log"; a last * stands for whatever follows: "/api/library/v1/*"
  std::optional<Right> right;  // none: the route has a lock of its own
  Handler handler;
};

class Routes {
 public:
  void add(std::string method, std::string path, Right right, Handler handler);
  // For what has a lock of its own (signing in, the library's token), and for nothing else.
  void add_open(std::string method, std::string path, Handler handler);

  struct Found {
    const Route* route = nullptr;
    std::string rest;
    bool other_method = false;  // the path is known, but not with that method
  };
  // The first that fits, longer paths before shorter ones with a *.
  [[nodiscard]] Found find(std::string_view method, std::string_view path) const;
  [[nodiscard]] const std::vector<Route>& all() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace omote::console
