#include "sim/national/faults.hpp"

#include <algorithm>
#include <regex>

namespace omote::sim::national {

namespace {

// The value of the first field of that name becomes another one.
std::string with_other(const std::string& body, const std::string& field) {
  return std::regex_replace(body, std::regex("\"" + field + "\":\"[^\"]*\""), "\"" + field + "\":\"9999999999\"",
                            std::regex_constants::format_first_only);
}

std::string html_page() {
  return "<!DOCTYPE html><title>見本</title><p>ネットワークにログインしてください";
}

}  // namespace

net::Response spoiled(const Reply& reply, const std::string& fault) {
  if (fault.starts_with("status_")) {
    return net::text_response(static_cast<unsigned>(std::stoi(fault.substr(7))), "specimen of a broken server");
  }
  if (fault == "html") return {200, {{"Content-Type", "text/html; charset=utf-8"}}, html_page()};
  auto body = reply.body;
  if (fault == "garbage") body = as_text(random_bytes(400));
  if (fault == "truncated") body.resize(body.size() / 2);
  if (fault.starts_with("cut_")) body.resize(std::min<std::size_t>(body.size(), std::stoul(fault.substr(4))));
  if (fault == "wrong_visit") body = with_other(body, "visit");
  if (fault == "wrong_person") body = with_other(body, "insuranceId");
  if (fault == "wrong_institution") body = with_other(body, "MedicalInstitutionCode");
  if (fault == "repeated_name") body.insert(1, R"("visit":"A","visit":"B",)");
  if (fault == "deep") body = std::string(100'000, '[') + std::string(100'000, ']');
  if (fault == "huge") body.insert(1, "\"padding\":\"" + std::string(5 << 20, 'x') + "\",");
  return net::json_response(reply.status, std::move(body));
}

}  // namespace omote::sim::national
