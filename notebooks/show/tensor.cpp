// Tensors as tables.
#include "notebooks/show/tensor.hpp"

#include <sstream>

#include "notebooks/show/html.hpp"

namespace gg::show {
namespace {

constexpr std::size_t most = 12;  // rows or columns shown in full
constexpr std::size_t kept = 5;   // otherwise, of the first and of the last

constexpr std::size_t elided = static_cast<std::size_t>(-1);

// The indices to show, with `elided` for those left out.
std::vector<std::size_t> shown(std::size_t n) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < n; ++i) {
    if (n <= most || i < kept || i + kept >= n) indices.push_back(i);
    if (n > most && i == kept) indices.push_back(elided);
  }
  return indices;
}

std::string number(Scalar value) {
  std::ostringstream out;
  out.precision(5);
  out << value;
  return out.str();
}

std::string table(const Tensor& x) {
  const std::size_t rows = x.dim() == 2 ? x.shape()[0] : 1;
  const std::size_t columns = x.dim() == 0 ? 1 : x.shape().back();
  std::vector<std::vector<std::string>> cells(1, {""});
  for (const std::size_t j : shown(columns)) cells[0].push_back(j == elided ? "..." : std::to_string(j));
  for (const std::size_t i : shown(rows)) {
    cells.push_back({i == elided ? "..." : x.dim() == 2 ? std::to_string(i) : ""});
    for (const std::size_t j : shown(columns)) {
      const bool left_out = i == elided || j == elided;
      cells.back().push_back(left_out ? "..." : number(x.data()[i * columns + j]));
    }
  }
  std::string caption = "tensor, shape " + text(x.shape());
  if (!x.is_leaf()) caption += std::string(", from ") + x.op();
  if (x.is_leaf() && x.requires_grad()) caption += ", requires_grad";
  return html_table(cells, caption);
}

}  // namespace

Bundle bundle(const Tensor& x) {
  std::ostringstream plain;
  plain << x;
  Bundle result{{"text/plain", plain.str()}};
  if (x.defined() && x.dim() <= 2 && x.numel() > 0) result.emplace_back("text/html", table(x));
  return result;
}

}  // namespace gg::show
