// The client library (S17) as a local HTTP interface: POST /api/library/v1/<function> with a JSON object, answered by a JSON
// object with `result` ("0x00000000", or code and detail of the catalogue). docs/library.md and docs/api/library.yaml describe
// it. Callers show the token of <state>/library.token; a terminal that a program uses rests as long.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/queue_thread.hpp"
#include "host/library_device.hpp"
#include "host/registration_store.hpp"
#include "net/http.hpp"

namespace omote::host {

struct LibraryApiParts {
  net::Loop& loop;
  const Clock& clock;
  ports::JournalPort& journal;
  RegistrationStore& registrations;
  std::filesystem::path token_file;
  std::function<Result<std::unique_ptr<ports::CardPort>>(const std::string& serial)> make_card;
  std::function<Result<std::unique_ptr<ports::NationalPort>>(const account::Registration& registration)> make_national;
  // The terminal's counter rests for a program; false when a visit runs there. Then it serves patients again.
  std::function<bool(const std::string& serial)> lend;
  std::function<void(const std::string& serial)> give_back;
  // Every failure, for the incidents: reason, its context, phase, terminal.
  std::function<void(const std::string& reason, const std::string& context, const std::string& phase, const std::string& serial)>
      failed;
  // Every call that went well: it shows that what such calls met before is put right.
  std::function<void(const std::string& phase, const std::string& serial)> succeeded;
  std::function<void()> registrations_changed;
};

class LibraryApi {
 public:
  // Makes the token when it is missing. Reasons: library_token_unwritable.
  [[nodiscard]] static Result<std::unique_ptr<LibraryApi>> open(LibraryApiParts parts);
  ~LibraryApi();
  // True when the path is the library's: then the answer comes from here.
  bool serve(const net::Request& request, const net::HttpServer::Answer& answer);

 private:
  using Json = nlohmann::json;
  struct Call;
  struct Desk {
    std::unique_ptr<LibraryDevice> device;
    std::unique_ptr<QueueThread> queue;  // last: its task uses the device
    bool lent = false;
  };
  explicit LibraryApi(LibraryApiParts parts) : parts_(std::move(parts)) {}
  void set_up(const Call& call);
  void initialise(Call call);
  [[nodiscard]] Result<Json> unregistered(const std::string& device_id) const;
  void on_device(Call call);
  [[nodiscard]] Result<Json> carry_out(LibraryDevice& device, const std::string& function, Json& body) const;
  void finish(const Call& call, const Result<Json>& result);
  void settle_counter(Desk& desk);

  LibraryApiParts parts_;
  std::string token_;
  std::map<std::string, Desk> desks_;  // by device id
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::host
