// Visits of people whose every detail is known, by each way, right and wrong; then every byte that stays on the PC as a record
// is looked through for them: journal, terminals' lines, programs' logs, bundle.
#include <archive.h>
#include <archive_entry.h>

#include <fstream>

#include "base/file.hpp"
#include "base/text.hpp"
#include "journal/bundle/redact.hpp"
#include "tests/integration/faults/clinic.hpp"

namespace omote::sim::test {
namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> unzip(const fs::path& file) {
  std::map<std::string, std::string> files;
  const std::unique_ptr<archive, int (*)(archive*)> zip(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(zip.get());
  archive_read_open_filename(zip.get(), file.c_str(), 65536);
  archive_entry* entry = nullptr;
  while (archive_read_next_header(zip.get(), &entry) == ARCHIVE_OK) {
    std::string contents;
    char buffer[65536];
    for (la_ssize_t n = 0; (n = archive_read_data(zip.get(), buffer, sizeof buffer)) > 0;)
      contents.append(buffer, static_cast<std::size_t>(n));
    files[archive_entry_pathname(entry)] = std::move(contents);
  }
  return files;
}

std::string text_of(const fs::path& file) {
  const auto bytes = read_file(file);
  return bytes ? std::string(as_text(*bytes)) : std::string();
}

class Canaries : public Clinic {
 protected:
  // Each as it could be written down; what is short only with what stands around it, so that no clock or counter is taken for it.
  [[nodiscard]] std::map<std::string, std::string> canaries(const std::string& persona) const {
    const auto& person = *wardrobe_->find(persona);
    const auto& birth = person.identity.birth;
    std::map<std::string, std::string> all{{"name", person.identity.name},
                                           {"kana", person.identity.kana},
                                           {"kana, half width", kana_to_half_width(person.identity.kana)},
                                           {"birth", to_iso(birth)},
                                           {"birth, digits", to_digits(birth)},
                                           {"address", person.identity.address.substr(0, 30)},
                                           {"number B", person.number_b()},
                                           {"number A", person.card.number_a},
                                           {"PIN in quotes", "\"" + person.card.pin.value_or("none") + "\""},
                                           {"insured number", "1000101"},
                                           {"photo, JP2", std::string("\x00\x00\x00\x0cjP  ", 8)},
                                           {"photo, code stream", "\xff\x4f\xff\x51"}};
    for (const char* text : {"name", "kana", "address"}) all[std::string(text) + ", CP932"] = to_cp932(all[text]).bytes;
    return all;
  }
  void look_through(const std::string& where, const std::string& contents, const std::string& persona = "adult") const {
    for (const auto& [what, bytes] : canaries(persona))
      EXPECT_EQ(contents.find(bytes), std::string::npos) << what << " in " << where;
  }
  static void no_individual_number(const std::string& where, const std::string& contents) {
    journal::bundle::Redactions found;
    auto copy = contents;
    journal::bundle::redact_numbers(copy, found);
    EXPECT_TRUE(found.empty()) << where;
  }
  [[nodiscard]] std::string results() const {
    std::string all;
    for (const auto& entry : fs::directory_iterator(site_->output_folder())) all += text_of(entry.path());
    return all;
  }
  fs::path collect() {
    console::v1::FromPage wish;
    wish.mutable_collect();
    console_says(wish);
    EXPECT_TRUE(soon([&] { return console().collecting().state() == "done"; })) << console().collecting().ShortDebugString();
    return console().collecting().file();
  }
};

TEST_F(Canaries, none_is_left_in_any_record) {
  stand("adult");
  open_doors();
  ASSERT_EQ(receive("face").last_screen, "take_card");
  ASSERT_EQ(receive("pin").last_screen, "take_card");
  ASSERT_EQ(receive("staff").last_screen, "take_card");
  // A wrong PIN, another person's face, and a result that has to wait.
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose"));
  kiosk_->touch("pin");
  ASSERT_TRUE(kiosk_->shows("pin"));
  kiosk_->touch("enter", "9173");
  ASSERT_TRUE(kiosk_->shows("pin", "wrong", "yes"));
  counter_->take_card();
  // The other side of the proof: the visits did carry it all.
  const auto results_text = results();
  const auto known = canaries("adult");
  EXPECT_NE(results_text.find(known.at("name, CP932")), std::string::npos);
  EXPECT_NE(results_text.find("1000101"), std::string::npos);

  const auto bundle = collect();
  ASSERT_FALSE(bundle.empty());
  const auto files = unzip(bundle);
  ASSERT_TRUE(files.contains("manifest.json"));
  EXPECT_TRUE(files.contains("diagnosis/state.json"));
  EXPECT_TRUE(files.contains("settings/host.toml"));
  EXPECT_TRUE(std::ranges::any_of(files, [](const auto& file) { return file.first.starts_with("journal/2"); }));
  for (const auto& [name, contents] : files) {
    look_through("bundle: " + name, contents);
    EXPECT_EQ(contents.find("9173\""), std::string::npos) << name;
    if (!name.ends_with("manifest.json") && !name.ends_with("programs.json")) no_individual_number("bundle: " + name, contents);
  }
  for (const char* part : {"journal.sqlite", "journal.sqlite-wal"}) look_through(part, text_of(folder_ / "host" / part));
  for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
    if (entry.path().extension() == ".log" || entry.path().extension() == ".jsonl")
      look_through(entry.path(), text_of(entry.path()));
  }
}

}  // namespace
}  // namespace omote::sim::test
