// A visit on its way from one terminal of this host to another: what was proved and what names the person at the national
// system. Only in memory; no PIN, key, signature or photo.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "domain/visit/state.hpp"
#include "host/visit_log.hpp"
#include "schema/reception.pb.h"

namespace omote::host {

struct MovedVisit {
  visit::Moved kept;
  VisitLog::Course course;
  reception::v1::Note note;
  std::string insurance_id;
  Bytes name_picture;
  Bytes address_picture;
};

}  // namespace omote::host
