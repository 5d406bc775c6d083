// omote-card-worker SOCKET READER TRUST_FOLDER: started by omote-host, not by people.
#include <cstdio>
#include <cstdlib>

#include "card/worker/card_worker.hpp"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("omote-card-worker is started by omote-host and is of no use by itself.\n", stderr);
    return 64;
  }
  const auto trust = omote::card::TrustStore::load(argv[3]);
  if (!trust) {
    std::fprintf(stderr, "omote-card-worker: %s\n", omote::describe(trust.error()).c_str());
    return 78;
  }
  return omote::card::run_card_worker(std::atoi(argv[1]), argv[2], *trust);
}
