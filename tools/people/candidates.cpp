// omote-people-candidates SLICE MODELS MEANS PERSONAS [SEEDS]: how far the personas' faces lie from their own card's photo and
// from each other's, and, with SEEDS, seeds that would lie farther apart: SEEDS candidates are tried for each persona.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "sim/people/persona_face.hpp"
#include "tools/people/face_measures.hpp"

using namespace omote;
namespace face = omote::vision::face;

namespace {

constexpr int kLivePictures = 4;

struct Candidate {
  sim::people::Person person;
  tools::Seen seen;
};

// Centred and raw distances of all live pictures of one to the card of another.
struct Distances {
  double least = 9, most = 0, raw_least = 9, raw_most = 0;
};

Distances between(const tools::Seen& live, const tools::Seen& card, const face::MeanVectors& means) {
  Distances d;
  for (const auto& e : live.live) {
    const double value = face::distance(face::centred(e, means.live), face::centred(card.card, means.card)),
                 raw = face::distance(e, card.card);
    d.least = std::min(d.least, value);
    d.most = std::max(d.most, value);
    d.raw_least = std::min(d.raw_least, raw);
    d.raw_most = std::max(d.raw_most, raw);
  }
  return d;
}

double nearest_other(const std::vector<Candidate>& chosen, const Candidate& one, const face::MeanVectors& means) {
  double nearest = 9;
  for (const Candidate& other : chosen) {
    nearest = std::min({nearest, between(one.seen, other.seen, means).least, between(other.seen, one.seen, means).least});
  }
  return nearest;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::cerr << "usage: omote-people-candidates SLICE MODELS MEANS PERSONAS [SEEDS]\n";
    return 2;
  }
  const int tries = argc > 5 ? std::atoi(argv[5]) : 0;
  auto model = sim::people::load_model(argv[1]);
  auto analyser = face::FaceAnalyser::load(argv[2]);
  auto means = face::MeanVectors::read(argv[3], "simulated");
  auto personas = sim::personas::load_personas(argv[4]);
  if (!model || !analyser || !means || !personas) {
    std::cerr << "omote-people-candidates: slice, models, means or personas cannot be read\n";
    return 1;
  }
  tools::FaceMeasures measures(std::make_shared<const sim::people::Model>(std::move(*model)), std::move(*analyser));
  std::vector<Candidate> chosen;
  for (std::size_t i = 0; i < personas->size(); ++i) {
    auto person = sim::people::person_of((*personas)[i]);
    if (!person) {
      std::cerr << describe(person.error()) << "\n";
      return 1;
    }
    std::optional<Candidate> best;
    double best_margin = -9;
    for (int t = 0; t <= tries; ++t) {
      sim::people::Person tried = *person;
      if (t > 0) tried.seed = static_cast<std::uint32_t>(1000 * (i + 1) + static_cast<std::size_t>(t));
      auto seen = measures.see(tried, kLivePictures, tried.seed);
      if (!seen || seen->missed > 0) continue;
      Candidate candidate{tried, std::move(*seen)};
      const double own = between(candidate.seen, candidate.seen, *means).most;
      const double other = nearest_other(chosen, candidate, *means);
      const double threshold = means->thresholds.at(3), margin = std::min(threshold - own, other - threshold);
      if (margin > best_margin) {
        best_margin = margin;
        best = std::move(candidate);
      }
    }
    if (!best) {
      std::cerr << (*personas)[i].id << ": no face found\n";
      return 1;
    }
    fmt::print("{:12} seed {:6} margin {:.3f}\n", (*personas)[i].id, best->person.seed, best_margin);
    std::fflush(stdout);
    chosen.push_back(std::move(*best));
  }
  double own_most = 0, other_least = 9, raw_own = 0, raw_other = 9;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    std::string row;
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      const Distances d = between(chosen[i].seen, chosen[k].seen, *means);
      row += fmt::format(" {:.2f}", i == k ? d.most : d.least);
      (i == k ? own_most : other_least) = i == k ? std::max(own_most, d.most) : std::min(other_least, d.least);
      (i == k ? raw_own : raw_other) = i == k ? std::max(raw_own, d.raw_most) : std::min(raw_other, d.raw_least);
    }
    fmt::print("{:12}{}\n", (*personas)[i].id, row);
  }
  fmt::print(
      "centred: own at most {:.3f}, others at least {:.3f}, threshold {:.3f}\nraw: own at most {:.3f}, others at least {:.3f}\n",
      own_most, other_least, means->thresholds.at(3), raw_own, raw_other);
  return 0;
}
