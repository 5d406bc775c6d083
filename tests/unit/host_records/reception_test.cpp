// Figures as the console gets them, as a table for spreadsheets, and what the reception has to know of a result.
#include <gmock/gmock.h>

#include <future>
#include <nlohmann/json.hpp>
#include <thread>

#include "host/figures_api.hpp"
#include "host/figures_csv.hpp"
#include "host/reception_notes.hpp"
#include "journal/log.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

class FiguresOverHttp : public testing::Test {
 protected:
  void SetUp() override {
    journal_ = std::move(*journal::Journal::open(temp_ / "journal.sqlite", clock_));
    log_ = std::make_unique<journal::Log>(temp_ / "journal.sqlite", *journal_);
    api_ = std::make_unique<FiguresApi>(loop_, clock_, *log_, readers_, *catalogue_);
    thread_ = std::jthread([this] { loop_.run(); });
  }
  void TearDown() override {
    readers_.finish();
    loop_.stop();
    thread_.join();
  }
  void trouble(const std::string& row, const std::string& cause) {
    journal::v1::Event event;
    event.mutable_incident_opened()->set_number("N1");
    event.mutable_incident_opened()->set_row(row);
    ASSERT_TRUE(journal_->append(event));
    event.mutable_incident_found()->set_number("N1");
    event.mutable_incident_found()->set_cause(cause);
    ASSERT_TRUE(journal_->append(event));
  }
  net::Response ask(const std::string& target) {
    std::promise<net::Response> promise;
    loop_.post([&] {
      net::Request request;
      request.method = "GET";
      request.target = target;
      api_->answer(request, [&](net::Response response) { promise.set_value(std::move(response)); });
    });
    return promise.get_future().get();
  }

  test::TempFolder temp_;
  SystemClock clock_;
  net::Loop loop_;
  QueueThread readers_;
  Result<catalogue::Catalogue> catalogue_ = catalogue::Catalogue::built_in();
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<journal::Log> log_;
  std::unique_ptr<FiguresApi> api_;
  std::jthread thread_;
};

TEST_F(FiguresOverHttp, today_is_told_with_the_catalogues_words) {
  const auto& entry = *catalogue_->by_row("E05");
  const auto& cause = *catalogue_->cause(entry.causes.front().id);
  trouble("E05", cause.id);

  const auto answer = ask("/api/figures");

  ASSERT_EQ(answer.status, 200u) << answer.body;
  const auto json = Json::parse(answer.body);
  EXPECT_EQ(json["span"], to_iso(to_jst(clock_.now()).date));
  EXPECT_EQ(json["visits"], 0);
  EXPECT_EQ(json["bars"].size(), 24u);
  ASSERT_EQ(json["faults"].size(), 1u);
  EXPECT_EQ(json["faults"][0]["heading"]["ja"], entry.heading.ja);
  EXPECT_EQ(json["faults"][0]["title"]["en"], cause.title.en);
}

TEST_F(FiguresOverHttp, words_that_the_catalogue_lacks_are_told_by_their_ids) {
  trouble("E99", "moon_phase");

  const auto json = Json::parse(ask("/api/figures").body);

  EXPECT_EQ(json["faults"][0]["heading"]["en"], "E99");
  EXPECT_EQ(json["faults"][0]["title"]["ja"], "moon_phase");
}

TEST_F(FiguresOverHttp, table_is_a_file_of_its_own_name) {
  const auto answer = ask("/api/figures?month=2026-11&format=csv&lang=en");

  EXPECT_EQ(answer.status, 200u);
  EXPECT_EQ(answer.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_THAT(std::string(answer.header("Content-Disposition")), HasSubstr("omote-2026-11.csv"));
  EXPECT_TRUE(answer.body.starts_with("\xEF\xBB\xBF\"section\",\"name\",\"value\"\r\n"));
}

TEST_F(FiguresOverHttp, wrong_span_is_refused_with_what_is_expected) {
  const auto answer = ask("/api/figures?day=yesterday");

  EXPECT_EQ(answer.status, 400u);
  const auto json = Json::parse(answer.body);
  EXPECT_EQ(json["reason"], "figures_span_wrong");
  EXPECT_EQ(json["field"], "day");
  EXPECT_THAT(json["expected"]["ja"].get<std::string>(), HasSubstr("2026-11-27"));
}

TEST(FiguresCsv, says_what_is_missing_and_holds_quotes_together) {
  figures::v1::Figures figures;
  figures.set_span("2026-11");
  figures.add_missing("dropped");
  figures.set_visits(3);
  auto& fault = *figures.add_faults();
  fault.set_row("E05");
  fault.set_count(2);
  fault.mutable_heading()->set_ja("「線」,\"抜け\"");

  const auto csv = figures_csv(figures, "ja");

  EXPECT_THAT(csv, HasSubstr("\"期間\",\"注意\",\"保存期間を過ぎた日は数えていません\"\r\n"));
  EXPECT_THAT(csv, HasSubstr("\"受付\",\"すべて\",\"3\"\r\n"));
  EXPECT_THAT(csv, HasSubstr("\"「線」,\"\"抜け\"\" / 原因不明\",\"2\"\r\n"));
  EXPECT_THAT(csv, HasSubstr("\"受付の時間（秒）\",\"中央値\",\"\"\r\n"));
}

eligibility::Message lost_insurance() {
  eligibility::Message message;
  auto& record = message.root.child("MessageBody").child("ResultList").child("ResultOfQualificationConfirmation");
  record.set("ReasonOfLoss", "03");
  record.set("DisqualificationDate", "20261031");
  record.set("Address", "見本県見本市●町一丁目");
  record.set("NameOfOther", "見本　里依");
  return message;
}

TEST(ReceptionNotes, result_tells_why_and_since_when_the_insurance_is_lost) {
  reception::v1::Note note;

  note_result(note, lost_insurance());

  EXPECT_EQ(note.loss(), "03");
  EXPECT_EQ(note.lost_on(), "2026-10-31");
  EXPECT_EQ(note.address(), "見本県見本市●町一丁目");
  EXPECT_EQ(note.other_name(), "見本　里依");
}

TEST(ReceptionNotes, address_that_is_whole_and_a_day_that_is_none_are_left_out) {
  auto message = lost_insurance();
  auto& record = message.root.child("MessageBody").child("ResultList").child("ResultOfQualificationConfirmation");
  record.set("Address", "見本県見本市");
  record.set("DisqualificationDate", "2026");
  reception::v1::Note note;

  note_result(note, message);

  EXPECT_EQ(note.address(), "");
  EXPECT_EQ(note.lost_on(), "");
  note_result(note, eligibility::Message{});  // nobody was found
}

TEST(ReceptionNotes, newest_ones_are_told_and_the_others_forgotten) {
  ReceptionNotes notes(2);
  console::Routes routes;
  notes.serve(routes);
  for (const auto* id : {"V1", "V2", "V3"}) {
    reception::v1::Note note;
    note.set_visit(id);
    notes.add(note);
  }
  const auto found = routes.find("GET", "/api/reception");
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.route->right, console::Right::Look);
  Json told;

  found.route->handler({net::Request{}, console::Caller{}, ""},
                       [&](net::Response response) { told = Json::parse(response.body)["notes"]; });

  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0]["visit"], "V3");
  EXPECT_EQ(told[1]["visit"], "V2");
}

}  // namespace
}  // namespace omote::host
