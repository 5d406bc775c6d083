#include "host/visit_log.hpp"

#include "base/ids.hpp"
#include "base/log.hpp"

namespace omote::host {

namespace {

std::uint32_t milliseconds(std::chrono::steady_clock::duration time) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

}  // namespace

void VisitLog::begin() {
  visit_.Clear();
  visit_.set_id(new_id(clock_.now()));
  visit_.set_terminal(terminal_);
  visit_.set_began(to_iso(clock_.now()));
  visit_.set_outcome("running");
  began_ = last_step_ = clock_.steady();
  waiting_ = false;
  human_ = {};
}

bool VisitLog::write(const std::function<void(journal::v1::Event&)>& fill) {
  journal::v1::Event event;
  event.set_visit(visit_.id());
  event.set_terminal(terminal_);
  fill(event);
  const auto written = journal_.append(event);
  if (!written) log::error("{}", describe(written.error()));
  return written.has_value();
}

void VisitLog::step(const std::string& name) {
  const auto now = clock_.steady();
  auto& step = *visit_.add_steps();
  step.set_name(name);
  step.set_ms(milliseconds(now - began_));
  step.set_took_ms(milliseconds(now - last_step_));
  last_step_ = now;
}

void VisitLog::waits_for_person() {
  if (waiting_) return;
  waiting_ = true;
  waiting_since_ = clock_.steady();
}

void VisitLog::person_answered() {
  if (!waiting_) return;
  waiting_ = false;
  human_ += clock_.steady() - waiting_since_;
}

void VisitLog::person_took(std::chrono::milliseconds time) {
  human_ += time;
}

VisitLog::Course VisitLog::leave() {
  person_answered();
  Course course{std::move(visit_), began_, last_step_, human_};
  visit_.Clear();
  return course;
}

void VisitLog::go_on(Course course) {
  visit_ = std::move(course.visit);
  visit_.set_terminal(terminal_);
  began_ = course.began;
  last_step_ = course.last_step;
  waiting_ = false;
  human_ = course.human;
}

std::uint32_t VisitLog::since_begin() const {
  return milliseconds(clock_.steady() - began_);
}

void VisitLog::end(const std::string& outcome, const std::string& code, const std::string& detail, const std::string& reason,
                   std::uint64_t apdus) {
  person_answered();
  visit_.set_outcome(outcome);
  visit_.set_code(code);
  visit_.set_detail(detail);
  visit_.set_reason(reason);
  visit_.set_apdus(static_cast<std::uint32_t>(apdus));
  visit_.set_total_ms(since_begin());
  visit_.set_human_ms(std::min(milliseconds(human_), visit_.total_ms()));
  write([&](journal::v1::Event& event) {
    auto& ended = *event.mutable_visit_ended();
    ended.set_outcome(outcome);
    ended.set_code(code);
    ended.set_detail(detail);
    ended.set_reason(reason);
    ended.set_total_ms(visit_.total_ms());
    ended.set_human_ms(visit_.human_ms());
    ended.set_apdus(visit_.apdus());
  });
}

}  // namespace omote::host
