// A convolutional network as data (a list of layers), and the engine that runs it on one core.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "vision/face/kernel_api.hpp"
#include "vision/face/tensor_file.hpp"

namespace omote::vision::face {

enum class Operation { Convolution, Depthwise, MaxPool, Mean, Relu };
enum class Padding { Valid, Same };  // Same as TensorFlow has it: with stride 2 and an even size only right and below
enum class Activation { None, Relu, Leaky, PerChannel };

// Reads the result of the layer `input` (-1: the picture). Weights come from the tensors that are named; an empty bias is zero.
struct Layer {
  Operation operation = Operation::Convolution;
  int input = -1;
  int kernel = 1;
  int stride = 1;
  Padding padding = Padding::Same;
  int channels = 0;  // of the output; Depthwise, MaxPool, Mean and Relu keep those of the input
  Activation activation = Activation::None;
  int residual = -2;  // a layer whose result is added before the activation; -2: none
  std::string weights;
  std::string bias;
  std::string slopes;
};

struct NetworkPlan {
  std::string name;
  int width = 0;
  int height = 0;
  std::vector<Layer> layers;  // the last one is the result
};

// One thread. What it saw last stays in its buffers until wipe().
class Network {
 public:
  // Checks every tensor's shape against the plan and packs the weights for these kernels.
  // Reasons: those of TensorFile::find; network_plan_wrong.
  [[nodiscard]] static Result<Network> make(const NetworkPlan& plan, const TensorFile& weights, const Kernels& kernels);
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

  // width*height*3 values, row by row, to be filled before run(). `row` returns where a row begins.
  [[nodiscard]] float* input_row(int y);
  [[nodiscard]] int width() const;
  [[nodiscard]] int height() const;
  // The last layer's values: height*width*channels without gaps. Valid until the next run.
  [[nodiscard]] std::span<const float> run();
  // Multiplications of one run.
  [[nodiscard]] double operations() const;
  // Overwrites the picture and everything derived from it.
  void wipe();

 private:
  struct State;
  explicit Network(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace omote::vision::face
