// The card port over a worker process: every call has a deadline, and a call that passes it costs the worker its life; the
// next call starts another one.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "ports/card_port.hpp"

namespace omote::card {

struct WorkerCardSettings {
  std::string reader;                          // a whole name, or how it begins; empty: the first reader
  std::filesystem::path trust_folder;          // see mynumber/trust_store.hpp
  std::filesystem::path worker_program;        // empty: omote-card-worker beside the running program, or in ../bin
  std::chrono::milliseconds deadline{10'000};  // of recognise, read_photo, sign_with_pin (reference/trust.md F006)
  // JPEG 2000 to grey pixels; called in the caller's thread. Any failure becomes photo_not_decodable.
  std::function<Result<ports::GreyImage>(ByteView)> decode_photo;
};

// Reads the trust store and looks for the worker program; touches no reader yet. The port may be used by several threads,
// one call at a time; release() from another thread ends a wait_for_change() within a quarter of a second.
// Reasons: trust_store_unusable, card_worker_missing.
[[nodiscard]] Result<std::unique_ptr<ports::CardPort>> open_worker_card(WorkerCardSettings settings);

}  // namespace omote::card
