#include "vision/cardface/profile.hpp"

#include <nlohmann/json.hpp>

#include "vision/cardface/built_in.hpp"

namespace omote::vision::cardface {

namespace {

using Json = nlohmann::json;

Box box(const Json& j) {
  return {j.at("x"), j.at("y"), j.at("width"), j.at("height")};
}

PrintedLine line(const Json& j) {
  return {j.at("x"), j.at("y"), j.at("em"), j.at("length"), j.value("text", "")};
}

Profile read(const Json& j) {
  Profile p;
  p.id = j.at("id");
  const Json& card = j.at("card");
  p.width = card.at("width");
  p.height = card.at("height");
  p.corner = card.at("corner");
  p.photo = box(j.at("photo"));
  const Json& lines = j.at("lines");
  p.name = line(lines.at("name"));
  p.address = line(lines.at("address"));
  p.birth = line(lines.at("birth"));
  p.sex = line(lines.at("sex"));
  p.expiry = line(lines.at("expiry"));
  p.serial = line(lines.at("serial"));
  p.code = line(lines.at("code"));
  for (const Json& item : j.at("preprint")) p.preprint.push_back(line(item));
  p.title = line(j.at("preprint").at("title"));
  p.issuer = line(j.at("preprint").at("issuer"));
  p.ring = box(j.at("ring"));
  for (const Json& item : j.at("boxes")) p.boxes.push_back(box(item));
  const Json& back = j.at("back");
  p.stripe = box(back.at("stripe"));
  p.contacts = box(back.at("contacts"));
  p.back_code = box(back.at("code"));
  return p;
}

}  // namespace

Result<Profile> parse_profile(std::string_view json) {
  std::string trouble;
  try {
    Profile profile = read(Json::parse(json));
    const bool sensible = profile.width > 20 && profile.width < 200 && profile.height > 20 && profile.height < 200 &&
                          profile.birth.em > 0.5 && profile.expiry.em > 0.5 && profile.code.em > 0.5;
    if (sensible) return profile;
    trouble = "sizes are out of range";
  } catch (const Json::exception& e) {
    trouble = e.what();
  }
  return fail("card_profile_wrong", trouble);
}

Result<Profile> built_in_specimen_profile() {
  return parse_profile(built_in_profile());
}

}  // namespace omote::vision::cardface
