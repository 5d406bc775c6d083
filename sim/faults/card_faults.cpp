// What a card and the radio to it can do wrong, and what people lay down in a card's place.
#include "base/bytes.hpp"
#include "sim/card/smart_card.hpp"
#include "sim/faults/fault.hpp"

namespace omote::sim::faults {

namespace {

const Texts kPlace{{"at", "the command that it meets, counted since now (1)"},
                   {"times", "and so many in a row (1)"},
                   {"instruction", "only commands with this INS, two hexadecimal digits"},
                   {"with_data", "yes: only commands with data, such as an entry"},
                   {"delay_ms", "of slow answers (1000)"},
                   {"answer", "the answer in hexadecimal digits (6F00)"}};

Injected arm(const Ground& ground, reader::Fault fault) {
  auto& reader = ground.counter.reader();
  const auto before = reader.faults_fired();
  reader.arm(std::move(fault));
  return Injected{[&reader]() -> Result<void> {
                    reader.clear_faults();
                    return {};
                  },
                  [&reader, before] { return reader.faults_fired() > before; }};
}

// One fault of the reader's plan; all of them are armed alike.
std::function<Result<Injected>(Ground&, const Texts&)> plan(reader::FaultKind kind) {
  return [kind](Ground& ground, const Texts& with) -> Result<Injected> {
    reader::Fault fault;
    fault.kind = kind;
    fault.at = number(with, "at", 1);
    fault.times = number(with, "times", 1);
    if (const auto instruction = from_hex(text(with, "instruction", "")); instruction && instruction->size() == 1) {
      fault.instruction = instruction->front();
    }
    fault.with_data = text(with, "with_data", "no") == "yes";
    fault.delay = std::chrono::milliseconds(number(with, "delay_ms", 1000));
    fault.answer = from_hex(text(with, "answer", "6F00")).value_or(Bytes{});
    return arm(ground, std::move(fault));
  };
}

Result<Injected> lay_other_card(Ground& ground, const Texts& with) {
  const auto kind = text(with, "kind", "transit");
  const auto& atr = kind == "licence" ? card::kDrivingLicenceAtr : card::kTransitCardAtr;
  auto& counter = ground.counter;
  counter.reader().insert(std::make_shared<card::OtherCard>(atr));
  cardface::TrayState tray;
  tray.item = cardface::TrayItem::OtherCard;
  counter.tray().arrange(tray);
  return Injected{[&counter]() -> Result<void> {
                    counter.take_card();
                    return {};
                  },
                  [&counter] { return counter.reader().apdus() > 0; }};
}

// Cards lie there from now on, but not as they should: what the card-face camera sees is not what it needs.
Result<Injected> flaw(Ground& ground, bench::CardFlaw what) {
  auto& counter = ground.counter;
  counter.set_flaw(std::move(what));
  const auto frames = counter.tray().frames();
  return Injected{[&counter]() -> Result<void> {
                    counter.set_flaw({});
                    return {};
                  },
                  [&counter, frames] { return counter.tray().frames() > frames && counter.reader().occupied(); }};
}

Result<Injected> lay_card_badly(Ground& ground, const Texts& with) {
  const auto how = text(with, "how", "back");
  return flaw(ground, {.back = how == "back", .sleeve = how == "sleeve"});
}

Result<Injected> wear_print(Ground& ground, const Texts& with) {
  return flaw(ground, {.wear = number(with, "percent", 100) / 100.0});
}

// The camera reads well what is there to be read, and the chip knows another number.
Result<Injected> mislead(Ground& ground, const Texts& with) {
  static constexpr std::string_view kLooksLike = "8778965130";  // 0 like 8, 1 like 7 … 9 like 0
  auto code = ground.wardrobe.find(ground.persona)->card.code;
  code.back() = kLooksLike[static_cast<std::size_t>(code.back() - '0')];
  if (auto set = ground.counter.set_tries(ground.persona, "visual.0012", number(with, "tries", 10)); !set) return pass(set);
  return flaw(ground, {.code = std::move(code)});
}

// What is wrong lies in the chip: it was met once the card answered commands.
Result<Injected> flaw_in_chip(Ground& ground, bench::CardFlaw what) {
  auto injected = flaw(ground, std::move(what));
  if (injected) injected->fired = [&reader = ground.counter.reader()] { return reader.occupied() && reader.apdus() > 0; };
  return injected;
}

// The chip's photo was damaged before the authority signed it.
Result<Injected> damage_photo(Ground& ground, const Texts&) {
  return flaw_in_chip(ground, {.photo = true});
}

// A card like the real one, made by somebody with keys of their own.
Result<Injected> forge(Ground& ground, const Texts&) {
  auto forger = card::Authorities::open(ground.counter.face_socket().parent_path() / "forger");
  if (!forger) return pass(forger);
  return flaw_in_chip(ground, {.forger = std::make_shared<const card::Authorities>(std::move(*forger))});
}

// Another program enters something wrong between our look at the tries and our entry.
Result<Injected> spend_meanwhile(Ground& ground, const Texts& with) {
  const bool pin = text(with, "key", "pin") == "pin";
  reader::Fault fault;
  fault.kind = reader::FaultKind::OtherFirst;
  fault.head = {0x00, 0x20, 0x00, static_cast<std::uint8_t>(pin ? 0x98 : 0x92)};
  fault.at = number(with, "at", 1);
  fault.other = fault.head;
  const std::string entry(pin ? 4 : 14, '0');
  fault.other.push_back(static_cast<std::uint8_t>(entry.size()));
  append(fault.other, as_bytes(entry));
  return arm(ground, std::move(fault));
}

Result<Injected> spend_tries(Ground& ground, const Texts& with) {
  const auto key = text(with, "key", "pin") == "pin" ? "jpki.0018" : "visual.0012";
  if (auto set = ground.counter.set_tries(ground.persona, key, number(with, "tries", 0)); !set) return pass(set);
  auto& counter = ground.counter;
  return Injected{[]() -> Result<void> { return {}; }, [&counter] { return counter.reader().apdus() > 0; }};
}

// The patient mistypes, as often as asked; the last try is confirmed.
Result<Injected> mistype_pin(Ground& ground, const Texts& with) {
  if (!ground.touch) return fail("fault_not_injected", "nobody touches the kiosk here");
  const int times = number(with, "times", 1);
  for (int i = 0; i < times; ++i) {
    if (i > 0 && i == times - 1) static_cast<void>(ground.touch("pin_last", "continue", ""));
    if (auto typed = ground.touch("pin", "enter", text(with, "entry", "0000")); !typed) return pass(typed);
  }
  return Injected{[]() -> Result<void> { return {}; }, [times] { return times > 0; }};
}

// The trouble lies in the card itself, as its persona has it.
Result<Injected> leave_card(Ground& ground, const Texts&) {
  auto& counter = ground.counter;
  return Injected{[]() -> Result<void> { return {}; }, [&counter] { return counter.reader().apdus() > 0; }};
}

}  // namespace

std::vector<Fault> card_faults() {
  return {
      {"card_pulled", "card", "読み取り中にカードを取る", "The card is taken away while it is read", kPlace, false,
       plan(reader::FaultKind::PullAfter)},
      {"card_silent", "card", "カードが応答しない", "The card never answers", kPlace, false, plan(reader::FaultKind::Hang)},
      {"card_slow", "card", "カードの応答が遅い", "The card answers late", kPlace, false, plan(reader::FaultKind::Delay)},
      {"card_answer_lost", "card", "カードの応答が届かない", "An answer of the card is lost", kPlace, false,
       plan(reader::FaultKind::DropAnswer)},
      {"card_answers_wrong", "card", "カードがエラーを返す", "The card answers with an error", kPlace, false,
       plan(reader::FaultKind::Answer)},
      {"other_card",
       "card",
       "ほかのカードを置く",
       "Another kind of card is laid down",
       {{"kind", "transit or licence"}},
       false,
       lay_other_card},
      {"card_laid_badly",
       "card",
       "カードを裏返しに、またはケースのまま置く",
       "The card lies on its face or in its sleeve",
       {{"how", "back or sleeve"}},
       false,
       lay_card_badly},
      {"card_as_it_is", "card", "カードそのものに理由がある", "The trouble lies in the card itself", {}, false, leave_card},
      {"print_worn",
       "card",
       "カードの印字がうすれている",
       "The print on the card is worn",
       {{"percent", "0 new to 100 rubbed off"}},
       false,
       wear_print},
      {"print_misleads",
       "card",
       "汚れで、数字が別の数字に見える",
       "Dirt makes a digit look like another",
       {{"tries", "left on the card before (10)"}},
       false,
       mislead},
      {"pin_mistaken",
       "card",
       "暗証番号を間違える",
       "The PIN is mistyped",
       {{"entry", "what is typed (0000)"}, {"times", "how often (1)"}},
       true,
       mistype_pin},
      {"photo_damaged", "card", "カードの中の写真が壊れている", "The photo in the card is damaged", {}, false, damage_photo},
      {"card_forged", "card", "偽造されたカードを置く", "A forged card is laid down", {}, false, forge},
      {"tries_spent_meanwhile",
       "card",
       "ほかのプログラムがカードの回数を使う",
       "Another program spends a try of the card",
       {{"key", "pin or number_b (pin)"}, {"at", "the look at the tries that it comes before, counted since now (1)"}},
       false,
       spend_meanwhile},
      {"tries_spent",
       "card",
       "カードの残り回数が少ない",
       "Few tries are left on the card",
       {{"key", "pin or number_b (pin)"}, {"tries", "left (0)"}},
       false,
       spend_tries},
  };
}

}  // namespace omote::sim::faults
