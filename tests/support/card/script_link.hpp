// A card that knows its part by heart: any other command, an extra one or a missing one is a failure of the test.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "card/allow_list/channel.hpp"
#include "card/apdu/failures.hpp"

namespace omote::test {

struct Exchange {
  std::string command;                                  // hexadecimal; a trailing "*" stands for any rest
  std::string answer;                                   // hexadecimal with status word; "lost", "gone": no answer
  std::function<Bytes(ByteView command)> compute = {};  // instead of `answer`
};

class ScriptLink final : public card::CardLink {
 public:
  explicit ScriptLink(std::vector<Exchange> script) : script_(std::move(script)) {}
  ~ScriptLink() override {
    EXPECT_EQ(at_, script_.size()) << "the script goes on with " << (at_ < script_.size() ? script_[at_].command : "");
  }

  Result<card::Answer> transmit(card::Permit, ByteView command) override {
    const std::string sent = to_hex(command);
    if (at_ == script_.size()) {
      ADD_FAILURE() << "after the end of the script: " << sent;
      return card::card_failure(card::Trouble::Removed, "end of script");
    }
    const auto& step = script_[at_++];
    const bool open_end = step.command.ends_with('*');
    const auto expected = open_end ? step.command.substr(0, step.command.size() - 1) : step.command;
    EXPECT_EQ(open_end ? sent.substr(0, expected.size()) : sent, expected) << "step " << at_;
    if (step.answer == "gone") return card::card_failure(card::Trouble::Removed, "script");
    if (step.answer == "lost") return card::card_failure(card::Trouble::NotReadable, "script");
    const auto bytes = step.compute ? step.compute(command) : from_hex(step.answer).value();
    auto answer = card::parse_answer(bytes);
    if (!answer) return card::card_failure(card::Trouble::Removed, "no status word");
    return std::move(*answer);
  }

  [[nodiscard]] std::size_t used() const { return at_; }

 private:
  std::vector<Exchange> script_;
  std::size_t at_ = 0;
};

}  // namespace omote::test
