#include "console/routes.hpp"

namespace omote::console {

namespace {

// What the path has in the place of the pattern's *; nothing when it does not fit.
std::optional<std::string_view> rest_of(std::string_view pattern, std::string_view path) {
  if (!pattern.ends_with('*')) return pattern == path ? std::optional<std::string_view>("") : std::nullopt;
  pattern.remove_suffix(1);
  if (!path.starts_with(pattern)) return std::nullopt;
  return path.substr(pattern.size());
}

}  // namespace

void Routes::add(std::string method, std::string path, Right right, Handler handler) {
  routes_.push_back({std::move(method), std::move(path), right, std::move(handler)});
}

void Routes::add_open(std::string method, std::string path, Handler handler) {
  routes_.push_back({std::move(method), std::move(path), std::nullopt, std::move(handler)});
}

Routes::Found Routes::find(std::string_view method, std::string_view path) const {
  Found found;
  for (const auto& route : routes_) {
    const auto rest = rest_of(route.path, path);
    if (!rest) continue;
    if (route.method != method) {
      found.other_method = true;
      continue;
    }
    if (found.route != nullptr && route.path.size() <= found.route->path.size()) continue;
    found.route = &route;
    found.rest = *rest;
  }
  return found;
}

}  // namespace omote::console
