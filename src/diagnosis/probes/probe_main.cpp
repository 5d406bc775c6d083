// omote-probe: asks the questions that can block for ever, and is killed by who started it when it does. Not for people.
#include <cstdio>
#include <string_view>

#include "diagnosis/probes/card_service.hpp"
#include "diagnosis/probes/folder_look.hpp"

int main(int argc, char** argv) {
  const std::string_view question = argc > 1 ? argv[1] : "";
  if (question == "folder" && argc == 3) {
    std::fputs(to_line(omote::diagnosis::look_at_folder(argv[2])).c_str(), stdout);
    return 0;
  }
  if (question == "card-service" && argc == 2) {
    const auto look = omote::diagnosis::look_at_card_service();
    std::printf("%s %d\n", look.service.c_str(), look.readers);
    return 0;
  }
  std::fputs("usage: omote-probe folder PATH | card-service\n", stderr);
  return 2;
}
