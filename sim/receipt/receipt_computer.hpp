// A receipt computer: watches the folder of face results as the field's readers do (reference/online-eligibility.md §2.4).
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "sim/receipt/result_file.hpp"

namespace omote::sim::receipt {

enum class Afterwards { Leave, MoveToTrash };

struct ReceiptOptions {
  std::filesystem::path folder;
  Afterwards afterwards = Afterwards::MoveToTrash;  // to folder/trash
  std::chrono::milliseconds settle{300};            // two identical reads must lie so far apart
  std::chrono::milliseconds poll{1000};             // a look without being told, for folders that tell nothing
  int most_tries = 8;                               // then the file is refused
};

struct RefusedFile {
  std::string name;
  std::string reason;
};

// A thread of its own watches (inotify and polling); other names, *.tmp and files over 4 MiB are left alone. A file is taken
// after two identical reads that parse, once for each name and content.
class ReceiptComputer {
 public:
  // on_taken runs on the watching thread. Makes the folder when it is missing. Reason: receipt_folder_unusable.
  [[nodiscard]] static Result<std::unique_ptr<ReceiptComputer>> start(ReceiptOptions options,
                                                                      std::function<void(const ResultFile&)> on_taken = {});
  ~ReceiptComputer();

  // Newest last, at most 200. Any thread.
  [[nodiscard]] std::vector<ResultFile> taken() const;
  [[nodiscard]] std::vector<RefusedFile> refused() const;

 private:
  struct Inside;
  explicit ReceiptComputer(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote::sim::receipt
