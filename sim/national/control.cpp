#include "sim/national/control.hpp"

#include <algorithm>

#include "national/https/strict_json.hpp"
#include "sim/national/national_system.hpp"

namespace omote::sim::national {

using omote::national::https::Json;

const std::vector<ControlPath>& control_paths() {
  static const std::vector<ControlPath> kPaths{
      {"GET", "/switches"}, {"POST", "/switches"}, {"GET", "/rules"}, {"GET", "/requests"}, {"GET", "/visits"}};
  return kPaths;
}

namespace {

net::Response wrong(unsigned status, const std::string& message) {
  return net::json_response(status, Json{{"error", message}}.dump());
}

Json to_json(const SeenRequest& seen) {
  return Json{{"number", seen.number}, {"time", seen.time},       {"method", seen.method},  {"path", seen.path},
              {"status", seen.status}, {"summary", seen.summary}, {"took_ms", seen.took_ms}};
}

net::Response show_rules() {
  auto rules = Json::array();
  for (const auto& rule : switch_rules()) {
    rules.push_back(Json{{"name", rule.name}, {"standard", rule.standard}, {"pattern", rule.pattern}, {"meaning", rule.meaning}});
  }
  return net::json_response(200, rules.dump());
}

}  // namespace

Control::Control(std::unique_ptr<net::HttpServer> server, ControlDoors doors)
    : server_(std::move(server)), doors_(std::move(doors)) {
  server_->on_request([this](const net::Request& request, const net::HttpServer::Answer& answer) { answer(respond(request)); });
}

Result<std::unique_ptr<Control>> Control::listen(net::Loop& loop, std::uint16_t port, ControlDoors doors) {
  net::ServerOptions options;
  options.port = port;
  auto server = net::HttpServer::listen(loop, std::move(options));
  if (!server) return pass(server);
  return std::unique_ptr<Control>(new Control(std::move(*server), std::move(doors)));
}

net::Response Control::respond(const net::Request& request) {
  const auto path = std::string(request.path());
  const auto known = std::ranges::any_of(control_paths(), [&](const ControlPath& one) { return one.path == path; });
  const auto fits = std::ranges::any_of(control_paths(),
                                        [&](const ControlPath& one) { return one.path == path && one.method == request.method; });
  if (!fits) return known ? wrong(405, "method not allowed") : wrong(404, "nothing here");
  if (request.method == "POST") return change(request.body);
  if (path == "/switches") return show_switches();
  if (path == "/rules") return show_rules();
  if (path == "/visits") return net::json_response(200, Json{{"visits", doors_.visits()}}.dump());
  auto list = Json::array();
  for (const auto& seen : doors_.requests()) list.push_back(to_json(seen));
  return net::json_response(200, list.dump());
}

// All or nothing: every name and value is tried on a copy first.
net::Response Control::change(const std::string& body) {
  const auto json = omote::national::https::parse_strictly(body);
  if (!json || !json->is_object()) return wrong(400, "a JSON object of names and values is expected");
  auto copy = doors_.switches();
  for (const auto& [name, value] : json->items()) {
    if (!value.is_string()) return wrong(400, name + ": a text is expected");
    if (const auto done = copy.set(name, value.get<std::string>()); !done) return wrong(400, describe(done.error()));
  }
  for (const auto& [name, value] : json->items()) {
    if (const auto done = doors_.set(name, value.get<std::string>()); !done) return wrong(409, describe(done.error()));
  }
  return show_switches();
}

net::Response Control::show_switches() const {
  auto values = Json::object();
  for (const auto& [name, value] : doors_.switches().all()) values[name] = value;
  return net::json_response(200, values.dump());
}

}  // namespace omote::sim::national
