#include "host/library_api.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/log.hpp"
#include "domain/catalogue/failures.hpp"
#include "domain/eligibility/xml.hpp"
#include "domain/visit/rules.hpp"

namespace omote::host {

namespace {

constexpr std::string_view kPath = "/api/library/v1/";
constexpr std::string_view kGood = "0x00000000";
constexpr std::array<std::string_view, 8> kFunctions{"setup",      "initialise", "check_card", "end_check",
                                                     "read_photo", "read_mode",  "identify",   "eligibility"};
constexpr std::int64_t kLongestWaitMs = 60'000;
constexpr const char* kRefused = "refused";

// The phase decides the code of a shared detail (reference/trust.md §3.3).
std::string_view phase_of(std::string_view function) {
  if (function == "setup" || function == "initialise") return "start";
  if (function == "check_card" || function == "end_check") return "idle";
  if (function == "read_photo") return "card";
  return "after";
}

std::string text(const nlohmann::json& body, const char* name) {
  const auto at = body.find(name);
  return at != body.end() && at->is_string() ? at->get<std::string>() : "";
}

std::int64_t number(const nlohmann::json& body, const char* name, std::int64_t otherwise) {
  const auto at = body.find(name);
  return at != body.end() && at->is_number_integer() ? at->get<std::int64_t>() : otherwise;
}

std::string_view word_for(Mode mode) {
  return mode == Mode::Unattended ? "unattended" : "staff_confirmation";
}

bool same_text(std::string_view a, std::string_view b) {
  return same(Secret(a), Secret(b));
}

ports::Consents consents_of(const nlohmann::json& body) {
  ports::Consents consents;
  const auto at = body.find("consents");
  if (at == body.end() || !at->is_object()) return consents;
  for (const auto& [question, yes] : at->items()) consents[question] = yes.is_boolean() && yes.get<bool>();
  return consents;
}

// Why the card did not hand out the photo, "" when it did. A wrong number B is the card's answer, not a failed call.
std::string refusal_of(const LibraryPhoto& photo) {
  switch (photo.outcome) {
    case ports::VerifyOutcome::Accepted: return "";
    case ports::VerifyOutcome::Wrong: return visit::wrong_number_b_reason(photo.tries_left);
    case ports::VerifyOutcome::Blocked: return "number_b_blocked";
    case ports::VerifyOutcome::Unknown: return "number_b_answer_lost";
  }
  return "";
}

nlohmann::json photo_json(LibraryPhoto& photo) {
  nlohmann::json json{{"tries_left", photo.tries_left.value_or(-1)}};
  json["width"] = photo.photo.width;
  json["height"] = photo.photo.height;
  json["pixels"] = to_base64(photo.photo.pixels.reveal());
  return json;
}

}  // namespace

struct LibraryApi::Call {
  std::string function;
  Json body;
  std::string device_id;
  net::HttpServer::Answer answer;
  SteadyTime began;
};

Result<std::unique_ptr<LibraryApi>> LibraryApi::open(LibraryApiParts parts) {
  auto api = std::unique_ptr<LibraryApi>(new LibraryApi(std::move(parts)));
  const auto& file = api->parts_.token_file;
  if (auto read = read_file(file, 256); read && read->size() >= 32) {
    api->token_ = as_text(*read);
    while (!api->token_.empty() && api->token_.back() == '\n') api->token_.pop_back();
    return api;
  }
  api->token_ = to_hex(random_bytes(32));
  if (auto written = write_durably(file, as_bytes(api->token_ + "\n")); !written) {
    return fail("library_token_unwritable", describe(written.error()));
  }
  return api;
}

LibraryApi::~LibraryApi() {
  alive_.reset();
  for (auto& [id, desk] : desks_) desk.queue->finish();
}

bool LibraryApi::serve(const net::Request& request, const net::HttpServer::Answer& answer) {
  if (!request.path().starts_with(kPath)) return false;
  const std::string function(request.path().substr(kPath.size()));
  if (request.method != "POST" || std::ranges::find(kFunctions, function) == kFunctions.end()) {
    answer(net::text_response(404, "the library has no such function; docs/library.md lists them, each by POST"));
    return true;
  }
  if (!same_text(request.header("Authorization"), "Bearer " + token_)) {
    answer(net::text_response(401, "the library's token is expected: Authorization: Bearer, then the text of library.token"));
    return true;
  }
  Call call{function, Json::parse(request.body, nullptr, false), "", answer, parts_.clock.steady()};
  if (call.body.is_object()) call.device_id = text(call.body, "device_id");
  if (call.device_id.empty()) {
    finish(call, fail("library_call_malformed", "a JSON object with device_id is expected"));
  } else if (function == "setup") {
    set_up(call);
  } else if (function == "initialise") {
    initialise(std::move(call));
  } else {
    on_device(std::move(call));
  }
  return true;
}

void LibraryApi::set_up(const Call& call) {
  const account::Registration wish{call.device_id, text(call.body, "reader")};
  const auto mode = text(call.body, "mode");
  auto& store = parts_.registrations;
  const bool known_mode = mode == "regist" || mode == "update";
  if (!known_mode || wish.reader.empty()) {
    return finish(call, fail("library_setup_malformed", "mode (regist or update) and reader are expected"));
  }
  auto done = mode == "regist" ? store.add(wish) : store.update(wish);
  if (!done) return finish(call, pass(done));
  journal::v1::Event event;
  event.set_terminal(wish.reader);
  auto& changed = *event.mutable_account_changed();
  changed.set_environment(store.environment());
  changed.set_what(mode);
  changed.set_login(wish.device_id);
  if (const auto written = parts_.journal.append(event); !written) log::error("{}", describe(written.error()));
  finish(call, Json{{"environment", store.environment()}});
  parts_.registrations_changed();
}

// A name that no environment knows is mistyped; one that another environment knows was not registered after the switch.
Result<LibraryApi::Json> LibraryApi::unregistered(const std::string& device_id) const {
  const auto& store = parts_.registrations;
  if (!store.device_elsewhere(device_id)) return fail("library_device_not_registered", "registered in no environment");
  return fail("library_device_elsewhere", "not registered in the environment " + store.environment() + ", but in another one");
}

// A device that is initialised again begins anew.
void LibraryApi::initialise(Call call) {
  const auto* registration = parts_.registrations.here().of_device(call.device_id);
  if (registration == nullptr) return finish(call, unregistered(call.device_id));
  if (const auto at = desks_.find(call.device_id); at != desks_.end()) {
    at->second.queue->finish();
    if (at->second.lent) parts_.give_back(at->second.device->registration().reader);
    desks_.erase(at);
  }
  auto card = parts_.make_card(registration->reader);
  if (!card) return finish(call, pass(card));
  auto national = parts_.make_national(*registration);
  if (!national) return finish(call, pass(national));
  auto& desk = desks_[call.device_id];
  desk.device = std::make_unique<LibraryDevice>(
      LibraryDeviceParts{parts_.clock, parts_.journal, *registration, std::move(*card), std::move(*national)});
  desk.queue = std::make_unique<QueueThread>();
  on_device(std::move(call));
}

void LibraryApi::on_device(Call call) {
  const auto at = desks_.find(call.device_id);
  if (at == desks_.end()) return finish(call, fail("library_not_begun", "initialise has not been called for this device"));
  auto& desk = at->second;
  if (call.function == "check_card" && !desk.lent) {
    desk.lent = parts_.lend(desk.device->registration().reader);
    if (!desk.lent) return finish(call, fail("library_visit_runs", "a patient is at the terminal"));
  }
  auto* device = desk.device.get();
  desk.queue->post([this, device, call = std::move(call), alive = std::weak_ptr(alive_)]() mutable {
    auto result = std::make_shared<Result<Json>>(carry_out(*device, call.function, call.body));
    parts_.loop.post([this, alive = std::move(alive), call = std::move(call), result = std::move(result)] {
      if (alive.expired()) return;
      finish(call, *result);
      if (const auto here = desks_.find(call.device_id); here != desks_.end()) settle_counter(here->second);
    });
  });
}

// The counter serves patients again once no card of the program is watched.
void LibraryApi::settle_counter(Desk& desk) {
  if (!desk.lent || desk.device->watching()) return;
  desk.lent = false;
  parts_.give_back(desk.device->registration().reader);
}

Result<LibraryApi::Json> LibraryApi::carry_out(LibraryDevice& device, const std::string& function, Json& body) const {
  if (function == "initialise" || function == "read_mode") {
    auto policy = function == "initialise" ? device.initialise() : device.read_mode();
    if (!policy) return pass(policy);
    return Json{{"mode", word_for(policy->mode)}, {"face_security_level", policy->face_security_level}};
  }
  if (function == "check_card") {
    const auto time = number(body, "time_ms", 10'000);
    auto card = device.check_card(std::chrono::milliseconds(std::clamp<std::int64_t>(time, 0, kLongestWaitMs)));
    if (!card) return pass(card);
    return Json{{"pin_set", card->pin_set},
                {"pin_tries", card->pin_tries.value_or(-1)},
                {"number_b_tries", card->number_b_tries.value_or(-1)}};
  }
  if (function == "end_check") {
    if (auto ended = device.end_check(); !ended) return pass(ended);
    return Json::object();
  }
  if (function == "read_photo") {
    auto photo = device.read_photo(Secret(text(body, "number_b")));
    if (!photo) return pass(photo);
    if (const auto refused = refusal_of(*photo); !refused.empty()) return Json{{kRefused, refused}};
    return photo_json(*photo);
  }
  if (function == "identify") {
    auto identity = device.identify(text(body, "way"), Secret(text(body, "pin")), text(body, "staff"));
    if (!identity) return pass(identity);
    return Json{
        {"insurance_id", identity->insurance_id}, {"registered", identity->registered}, {"questions", identity->questions}};
  }
  auto message = device.eligibility(text(body, "insurance_id"), consents_of(body));
  if (!message) return pass(message);
  auto xml = eligibility::write_xml(message->root, "UTF-8");
  if (!xml) return pass(xml);
  return Json{{"xml", std::move(*xml)}};
}

void LibraryApi::finish(const Call& call, const Result<Json>& result) {
  journal::v1::Event event;
  auto& called = *event.mutable_library_called();
  called.set_function(call.function);
  Json json = result ? *result : Json::object();
  json["function"] = call.function;
  json["device_id"] = call.device_id;
  json["result"] = kGood;
  std::string serial;
  if (const auto* registration = parts_.registrations.here().of_device(call.device_id)) serial = registration->reader;
  event.set_terminal(serial);
  const auto reason = !result ? std::string(result.error().reason.text()) : json.value(kRefused, std::string());
  const auto phase = phase_of(call.function);
  if (reason.empty()) {
    parts_.succeeded(std::string(phase), serial);
  } else {
    const std::string context = result ? "" : result.error().context;
    const auto& entry = catalogue::find_failure(reason, phase);
    json["result"] = entry.detail.empty() ? entry.code : entry.detail;
    json["code"] = entry.code;
    json["detail"] = entry.detail;
    json["reason"] = reason;
    json["expected"] = context;
    json.erase(kRefused);
    called.set_code(std::string(entry.code));
    called.set_detail(std::string(entry.detail));
    parts_.failed(reason, context, std::string(phase), serial);
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(parts_.clock.steady() - call.began);
  called.set_took_ms(static_cast<std::uint32_t>(took.count()));
  if (const auto written = parts_.journal.append(event); !written) log::error("{}", describe(written.error()));
  call.answer(net::json_response(200, json.dump()));
}

}  // namespace omote::host
