// Another vendor's program uses the client library, wrongly.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "base/file.hpp"
#include "net/http.hpp"
#include "sim/faults/fault.hpp"

namespace omote::sim::faults {

namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds kCallTime{30};

// The answer's `result`; "" when there is none.
std::string call(const bench::Site& site, const std::string& token, const std::string& function, const std::string& body) {
  net::ClientOptions where;
  where.port = site.console_port();
  where.time = kCallTime;
  net::Request request;
  request.method = "POST";
  request.target = "/api/library/v1/" + function;
  request.headers = {{"Host", fmt::format("127.0.0.1:{}", where.port)},
                     {"Content-Type", "application/json"},
                     {"Authorization", "Bearer " + token}};
  request.body = body;
  const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  const auto json = answer ? Json::parse(answer->body, nullptr, false) : Json();
  return json.is_object() ? json.value("result", "") : "";
}

// A card laid down while a call waits for it.
std::jthread lay_card_soon(Ground& ground) {
  return std::jthread([&ground] {
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    static_cast<void>(ground.counter.place_card({ground.persona}));
  });
}

// One call a line: the function and its object. Words between the calls are what hands do: "card" lays it down during the next
// call, "take" takes it, "unplug" and "plug" the reader; "switch NAME VALUE" is the national system's.
Result<std::string> carry_out(Ground& ground, const std::string& token, const std::string& line, std::jthread& hand) {
  std::istringstream words(line);
  std::string word, name, value;
  words >> word;
  if (word == "card") {
    hand = lay_card_soon(ground);
  } else if (word == "take") {
    ground.counter.take_card();
  } else if (word == "unplug" || word == "plug") {
    ground.counter.plug_reader(word == "plug");
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  } else if (word == "switch" && words >> name >> value) {
    if (auto set = ground.set_national(name, value); !set) return pass(set);
  } else if (!word.empty()) {
    std::string body;
    std::getline(words, body);
    return call(ground.site, token, word, body);
  }
  return "";
}

Result<Injected> misuse(Ground& ground, const Texts& with) {
  auto token = read_file(ground.site.folder() / "host/library.token", 4096);
  if (!token) return pass(token);
  while (!token->empty() && token->back() == '\n') token->pop_back();
  std::istringstream lines(text(with, "calls", ""));
  std::string last;
  std::jthread hand;
  for (std::string line; std::getline(lines, line);) {
    auto result = carry_out(ground, as_text(*token), line, hand);
    if (!result) return pass(result);
    if (!result->empty()) last = *result;
  }
  const bool refused = last.starts_with("0x") ? last != "0x00000000" : !last.empty();
  return Injected{[&ground]() -> Result<void> {
                    ground.counter.take_card();
                    ground.counter.plug_reader(true);
                    return {};
                  },
                  [refused] { return refused; }};
}

}  // namespace

std::vector<Fault> library_faults() {
  return {
      {"library_misused",
       "library",
       "クライアントライブラリーを正しく使わない",
       "The client library is used wrongly",
       {{"calls", "one a line: a function and its object, or card, take, unplug, plug, switch NAME VALUE"}},
       false,
       misuse},
  };
}

}  // namespace omote::sim::faults
