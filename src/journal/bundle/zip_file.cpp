#include "journal/bundle/zip_file.hpp"

#include <archive.h>
#include <archive_entry.h>

namespace omote::journal::bundle {

namespace {

struct FreeArchive {
  void operator()(archive* handle) const { archive_write_free(handle); }
};
struct FreeEntry {
  void operator()(archive_entry* handle) const { archive_entry_free(handle); }
};

la_ssize_t write_to(archive* /*handle*/, void* file, const void* data, std::size_t size) {
  const bool good = static_cast<OutFile*>(file)->write({static_cast<const std::uint8_t*>(data), size});
  return good ? static_cast<la_ssize_t>(size) : -1;
}

}  // namespace

struct ZipFile::Inside {
  OutFile file;
  WallTime time;
  std::vector<Entry> entries;
  std::unique_ptr<archive, FreeArchive> zip;  // goes before the file that it writes to
};

ZipFile::ZipFile(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
ZipFile::ZipFile(ZipFile&&) noexcept = default;
ZipFile::~ZipFile() = default;

Result<ZipFile> ZipFile::create(const std::filesystem::path& path, WallTime time) {
  auto file = OutFile::create(path);
  if (!file) return pass(file);
  auto inside = std::unique_ptr<Inside>(new Inside{std::move(*file), time, {}, {}});
  inside->zip.reset(archive_write_new());
  auto* zip = inside->zip.get();
  archive_write_set_format_zip(zip);
  // Lines of a journal are much alike: the lightest compression makes them small enough and is many times quicker.
  archive_write_set_format_option(zip, "zip", "compression-level", "1");
  archive_write_set_format_option(zip, "zip", "hdrcharset", "UTF-8");
  archive_write_set_bytes_per_block(zip, 1 << 16);
  archive_write_set_bytes_in_last_block(zip, 1);
  archive_write_open(zip, &inside->file, nullptr, write_to, nullptr);
  return ZipFile(std::move(inside));
}

Result<void> ZipFile::add(const std::string& name, std::string_view contents) {
  auto& in = *inside_;
  in.entries.push_back({name, contents.size(), to_hex(sha256(as_bytes(contents)))});
  const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(contents.size()));
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  archive_entry_set_mtime(entry.get(), in.time.time_since_epoch().count() / 1000, 0);
  bool good = archive_write_header(in.zip.get(), entry.get()) >= ARCHIVE_WARN;
  while (good && !contents.empty()) {
    const auto written = archive_write_data(in.zip.get(), contents.data(), contents.size());
    good = written > 0;
    if (good) contents.remove_prefix(static_cast<std::size_t>(written));
  }
  good = good && archive_write_finish_entry(in.zip.get()) >= ARCHIVE_WARN;
  if (good) return {};
  const char* said = archive_error_string(in.zip.get());
  return fail("bundle_not_written", name + ": " + (in.file.error().empty() && said != nullptr ? said : in.file.error()));
}

Result<void> ZipFile::finish() {
  auto& in = *inside_;
  if (archive_write_close(in.zip.get()) != ARCHIVE_OK) return fail("bundle_not_closed", in.file.error());
  return in.file.finish();
}

const std::vector<Entry>& ZipFile::entries() const {
  return inside_->entries;
}

std::uint64_t ZipFile::size() const {
  return inside_->file.size();
}

}  // namespace omote::journal::bundle
