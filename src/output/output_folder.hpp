// The folder that the receipt computer watches, with an outbox behind it for the time when the folder refuses.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "domain/eligibility/xml.hpp"
#include "output/delivery_index.hpp"
#include "ports/output_port.hpp"

namespace omote::output {

struct OutputOptions {
  std::filesystem::path folder;       // of the receipt computer ("…/face")
  std::filesystem::path fhir_folder;  // FHIR bundles go here, same name with .json; empty: none are written
  std::filesystem::path state;        // our own: outbox/ and the index of deliveries; made (0700) when it is missing
  eligibility::Encoding encoding = eligibility::Encoding::ShiftJis;
  unsigned mode = 0660;  // permission bits of the files in the folders
};

// Every file appears whole under its final name; until then it carries a name that begins with '.' and ends with ".tmp"
// (reference/online-eligibility.md §2.4). A visit gets its file's name once, on stable storage, before anything is written,
// so that a repeated delivery, even after a power cut, ends in the same file (docs/output.md). Any thread.
class OutputFolder final : public ports::OutputPort {
 public:
  // Takes away what a cut left behind under temporary names and opens the index. A folder that is missing or refuses is no
  // error: results wait in the outbox. Reasons: output_state_unusable and those of DeliveryIndex::open.
  [[nodiscard]] static Result<std::unique_ptr<OutputFolder>> open(OutputOptions options, const Clock& clock);

  [[nodiscard]] Result<ports::Delivered> deliver(const ports::Delivery& delivery) override;
  [[nodiscard]] int flush() override;
  [[nodiscard]] int waiting() const override;

 private:
  OutputFolder(OutputOptions options, DeliveryIndex index) : options_(std::move(options)), index_(std::move(index)) {}
  [[nodiscard]] std::filesystem::path outbox() const { return options_.state / "outbox"; }
  [[nodiscard]] std::filesystem::path target(const std::string& name) const;
  [[nodiscard]] Result<void> write_to_folder(const std::string& name, std::string_view contents) const;
  [[nodiscard]] Result<void> keep(const std::string& name, std::string_view contents) const;
  void deliver_fhir(const ports::Delivery& delivery, const std::string& name) const;

  OutputOptions options_;
  mutable std::mutex mutex_;
  DeliveryIndex index_;
};

}  // namespace omote::output
