// What a Tensor is a handle to. Only the engine looks in here.
#pragma once

#include "core/memory.hpp"
#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

struct Node;

// The numbers. Several tensors may share them (reshape, detach); the version counts modifications.
class Storage {
 public:
  explicit Storage(std::size_t count)
      : bytes_(count * sizeof(Scalar)), data_(bytes_ <= sizeof few_ ? few_ : acquire_memory(bytes_)) {}
  ~Storage() {
    if (data_ != few_) recycle_memory(data_, bytes_);
  }
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  Scalar* data() { return static_cast<Scalar*>(data_); }

  std::uint64_t version = 0;

 private:
  alignas(Scalar) unsigned char few_[16];  // where so few bytes live that a block for them would be a waste
  std::size_t bytes_;
  void* data_;
};

// Where a backward pass has put a tensor in its order.
struct Mark {
  std::uint64_t pass = 0;
  std::size_t index = 0;
};

struct TensorImpl {
  Shape shape;
  std::size_t numel;
  std::shared_ptr<Storage> storage;
  bool requires_grad = false;
  bool retain_grad = false;
  Tensor grad;
  std::shared_ptr<Node> node;  // the op that made it; none for a leaf
  std::vector<std::pair<std::size_t, Hook>> hooks;
  std::size_t next_hook = 0;  // numbers are never used again
  Mark mark;

  TensorImpl(Shape shape_, std::shared_ptr<Storage> storage_)
      : shape(std::move(shape_)), numel(gg::numel(shape)), storage(std::move(storage_)) {}
};

// The same numbers under another shape, as a tensor of its own outside the graph.
Tensor alias(const Tensor& x, const Shape& shape);

}  // namespace GG_SCALAR
}  // namespace gg
