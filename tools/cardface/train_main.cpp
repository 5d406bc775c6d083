// train_card_print OUT [--batches N] [--seed N] [--minutes N]: trains the print net on synthetic lines, with the Test fonts
// kept out, and reports accuracy on those. docs/card-face.md tells how the net in the tree was made.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/core.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/file.hpp"
#include "tools/cardface/net_trainer.hpp"

namespace {

using namespace omote;
using namespace omote::tools::cardface;
using sim::cardface::FontFile;
using sim::cardface::FontUse;

constexpr int kWidth = 208;
constexpr int kBatch = 24;

std::vector<FontFile> fonts(bool test) {
  std::vector<FontFile> all = sim::cardface::installed_fonts();
  std::erase_if(all, [&](const FontFile& f) { return (f.use == FontUse::Test) != test; });
  return all;
}

Weights zeros(Weights shape) {
  for (auto& layer : shape) {
    std::fill(layer.kernel.begin(), layer.kernel.end(), 0.0f);
    std::fill(layer.bias.begin(), layer.bias.end(), 0.0f);
  }
  return shape;
}

void report(const Weights& weights, std::string_view when) {
  Lesson lesson;
  Weights unused = zeros(weights);
  LineSource source(fonts(true), 977);
  for (int i = 0; i < 150; ++i) learn(weights, source.next(kWidth), unused, lesson);
  fmt::print(stderr, "{}: unseen fonts: loss {:.4f}, columns right {:.4f}, characters {:.4f}\n", when,
             lesson.loss / lesson.counted, 1.0 * lesson.right / lesson.counted, 1.0 * lesson.marks_right / lesson.marks);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Trains the net that reads the card's print"};
  std::string out, from;
  double top_rate = 2.5e-3;
  int batches = 4000;
  double minutes = 30;
  std::uint64_t seed = 1;
  app.add_option("out", out, "the file to write")->required();
  app.add_option("--batches", batches, "batches of 24 lines");
  app.add_option("--minutes", minutes, "stop after about this time (the rate falls in step)");
  app.add_option("--seed", seed, "of weights and samples");
  app.add_option("--from", from, "a net to go on with");
  app.add_option("--rate", top_rate, "the highest learning rate");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);

  Weights weights = random_weights(seed);
  if (!from.empty()) {
    const Result<Bytes> file = read_file(from);
    const auto net =
        file ? vision::cardface::PrintNet::load(*file) : Result<vision::cardface::PrintNet>(fail("net_unreadable", from));
    if (!net) return fmt::print(stderr, "{}\n", describe(net.error())), 1;
    weights = net->layers();
  }
  Adam adam(weights);
  LineSource sources[2] = {{fonts(false), seed * 2 + 100}, {fonts(false), seed * 2 + 101}};
  const auto start = std::chrono::steady_clock::now();
  Lesson lesson;
  for (int batch = 0;; ++batch) {
    const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / 60;
    const double done = std::max(static_cast<double>(batch) / batches, spent / minutes);
    if (done >= 1) break;
    Weights gradient[2] = {zeros(weights), zeros(weights)};
    Lesson part[2];
    const auto half = [&](int side) {
      for (int i = 0; i < kBatch / 2; ++i) learn(weights, sources[side].next(kWidth), gradient[side], part[side]);
    };
    std::thread other(half, 1);
    half(0);
    other.join();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (std::size_t k = 0; k < weights[i].kernel.size(); ++k) gradient[0][i].kernel[k] += gradient[1][i].kernel[k];
      for (std::size_t k = 0; k < weights[i].bias.size(); ++k) gradient[0][i].bias[k] += gradient[1][i].bias[k];
    }
    const int counted = part[0].counted + part[1].counted;
    const double rate =
        top_rate * (batch < 50 ? (batch + 1) / 50.0 : 1.0) * (0.02 + 0.98 * 0.5 * (1 + std::cos(3.14159265 * done)));
    adam.step(weights, gradient[0], rate, 1.0 / std::max(1, counted));
    lesson.loss += part[0].loss + part[1].loss;
    lesson.counted += counted;
    if (batch % 250 == 249) {
      report(weights, fmt::format("batch {} ({:.1f} min), training loss {:.4f}", batch + 1, spent, lesson.loss / lesson.counted));
      lesson = {};
      const Bytes file = vision::cardface::PrintNet::save(weights);
      (void)write_durably(out, file, Replace::Yes, 0644);
    }
  }
  report(weights, "end");
  const Result<void> written = write_durably(out, vision::cardface::PrintNet::save(weights), Replace::Yes, 0644);
  if (!written) fmt::print(stderr, "{}\n", describe(written.error()));
  return written ? 0 : 1;
}
