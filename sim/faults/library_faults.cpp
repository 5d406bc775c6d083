// Another vendor's program uses the client library, wrongly.
#include <fmt/format.h>

#include <memory>
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
constexpr std::string_view kGood = "0x00000000";

// The vendor's program: it holds the token and remembers what the counter told it.
struct Program {
  Ground& ground;
  std::string token;
  std::string insurance_id;  // as identify gave it last
  std::jthread hand;         // last: it uses the ground
};

// The answer's `result`; "" when there is none.
std::string call(Program& program, const std::string& function, const std::string& body) {
  net::ClientOptions where;
  where.port = program.ground.site.console_port();
  where.time = kCallTime;
  net::Request request;
  request.method = "POST";
  request.target = "/api/library/v1/" + function;
  request.headers = {{"Host", fmt::format("127.0.0.1:{}", where.port)},
                     {"Content-Type", "application/json"},
                     {"Authorization", "Bearer " + program.token}};
  request.body = body;
  const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  const auto json = answer ? Json::parse(answer->body, nullptr, false) : Json();
  if (!json.is_object()) return "";
  program.insurance_id = json.value("insurance_id", program.insurance_id);
  return json.value("result", "");
}

// A card laid down while a call waits for it: a card that lies there before would be a visit.
std::jthread lay_card_soon(Ground& ground) {
  return std::jthread([&ground] {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(4);
    const auto lent = [&ground] {
      const auto state = ground.console();
      return state.terminals_size() > 0 && state.terminals(0).screen().id() == "waiting";
    };
    while (!lent() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    static_cast<void>(ground.counter.place_card({ground.persona}));
  });
}

// What the program reads off the card's front, and what it was told before.
std::string filled_in(std::string body, const Program& program) {
  const auto* person = program.ground.wardrobe.find(program.ground.persona);
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"{number_b}", person ? person->number_b() : ""},
                                    {"{insurance_id}", program.insurance_id}}) {
    if (const auto at = body.find(name); at != std::string::npos) body.replace(at, name.size(), value);
  }
  return body;
}

// One call a line: the function and its object. Words between the calls are what hands do: "card" lays it down during the next
// call, "take" takes it, "unplug" and "plug" the reader; "switch NAME VALUE" is the national system's. Gives the call's result,
// "" when the line is none.
Result<std::string> carry_out(Program& program, const std::string& line) {
  auto& ground = program.ground;
  std::istringstream words(line);
  std::string word, name, value;
  words >> word;
  if (word == "card") {
    program.hand = lay_card_soon(ground);
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
    return call(program, word, filled_in(std::move(body), program));
  }
  return "";
}

// Gives the result of the last call.
Result<std::string> carry_out_all(Program& program, const std::string& text) {
  std::istringstream lines(text);
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    auto result = carry_out(program, line);
    if (!result) return pass(result);
    if (!result->empty()) last = *result;
  }
  return last;
}

// Somebody corrects the program: now every call must go well.
Result<void> use_rightly(Program& program, const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto result = carry_out(program, line);
    if (!result) return pass(result);
    if (!result->empty() && *result != kGood) return fail("library_call_refused", line + ": " + *result);
  }
  return {};
}

Result<Injected> misuse(Ground& ground, const Texts& with) {
  auto token = read_file(ground.site.folder() / "host/library.token", 4096);
  if (!token) return pass(token);
  while (!token->empty() && token->back() == '\n') token->pop_back();
  const auto program = std::make_shared<Program>(Program{ground, as_text(*token), "", {}});
  auto last = carry_out_all(*program, text(with, "calls", ""));
  if (!last) return pass(last);
  return Injected{[program, right = text(with, "right", "")]() -> Result<void> {
                    auto& counter = program->ground.counter;
                    counter.plug_reader(true);
                    auto used = use_rightly(*program, right);
                    counter.take_card();
                    return used;
                  },
                  [refused = !last->empty() && *last != kGood] { return refused; }};
}

}  // namespace

std::vector<Fault> library_faults() {
  return {
      {"library_misused",
       "library",
       "クライアントライブラリーを正しく使わない",
       "The client library is used wrongly",
       {{"calls", "one a line: a function and its object, or card, take, unplug, plug, switch NAME VALUE"},
        {"right", "the same, by the corrected program: all must go well; {number_b} and {insurance_id} are filled in"}},
       false,
       misuse},
  };
}

}  // namespace omote::sim::faults
