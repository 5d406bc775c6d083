#include "host/figures_api.hpp"

#include "console/refusal.hpp"
#include "host/figures_csv.hpp"
#include "link/messages/web_json.hpp"

namespace omote::host {

namespace {

net::Response csv_response(const figures::v1::Figures& figures, std::string_view language) {
  net::Response response;
  response.headers = {{"Content-Type", "text/csv; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Content-Disposition", "attachment; filename=\"" + figures_file_name(figures) + "\""}};
  response.body = figures_csv(figures, language);
  return response;
}

bool has_part(std::string_view target, std::string_view part) {
  return target.contains("?" + std::string(part)) || target.contains("&" + std::string(part));
}

}  // namespace

// The catalogue's words; what it does not know keeps its id.
void FiguresApi::name_faults(figures::v1::Figures& figures) const {
  for (auto& fault : *figures.mutable_faults()) {
    const auto* entry = catalogue_.by_row(fault.row());
    fault.mutable_heading()->set_ja(entry == nullptr ? fault.row() : entry->heading.ja);
    fault.mutable_heading()->set_en(entry == nullptr ? fault.row() : entry->heading.en);
    if (fault.cause().empty()) continue;
    const auto* cause = catalogue_.cause(fault.cause());
    fault.mutable_title()->set_ja(cause == nullptr ? fault.cause() : cause->title.ja);
    fault.mutable_title()->set_en(cause == nullptr ? fault.cause() : cause->title.en);
  }
}

void FiguresApi::answer(const net::Request& request, const net::HttpServer::Answer& answer) {
  const auto now = clock_.now();
  auto span = ports::figure_span_of_query(request.target, now);
  if (!span) return answer(console::refuse(400, span.error(), span.error().context));
  const bool csv = has_part(request.target, "format=csv");
  const std::string language = has_part(request.target, "lang=en") ? "en" : "ja";
  readers_.post([this, span = *span, today = to_jst(now).date, csv, language, answer] {
    auto figures = log_.figures(span, today);
    if (figures) name_faults(*figures);
    auto response = !figures ? console::refuse(500, figures.error())
                    : csv    ? csv_response(*figures, language)
                             : net::json_response(200, link::to_web_json(*figures));
    // The answer is dropped by the server when the page has gone meanwhile.
    loop_.post([answer, response = std::move(response)]() mutable { answer(std::move(response)); });
  });
}

}  // namespace omote::host
