#include "core/npy.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "core/autograd.hpp"
#include "core/files.hpp"
#include "core/number_format.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

// What the header says: a Python dictionary with the keys descr, fortran_order and shape.
struct Header {
  std::string descr;
  bool fortran_order = false;
  Shape shape;
};

// Reads the header's dictionary, one token after the other.
class HeaderParser {
 public:
  HeaderParser(const std::string& where, std::string_view rest) : where_(where), rest_(rest) {}

  Header parse() {
    Header header;
    std::vector<std::string> seen;
    expect('{');
    while (!accept('}')) {
      seen.push_back(quoted());
      GG_CHECK(std::count(seen.begin(), seen.end(), seen.back()) == 1, where_, ": the header has the key '",
               seen.back(), "' twice");
      expect(':');
      if (seen.back() == "descr")
        header.descr = quoted();
      else if (seen.back() == "fortran_order")
        header.fortran_order = boolean();
      else if (seen.back() == "shape")
        header.shape = tuple();
      else
        fail_with(where_, ": unknown key '", seen.back(), "' in the header");
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    GG_CHECK(seen.size() == 3, where_, ": the header lacks one of the keys descr, fortran_order, shape");
    skip_space();
    GG_CHECK(rest_.empty(), where_, ": unexpected text after the header's dictionary");
    return header;
  }

 private:
  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n\t"), rest_.size())); }

  bool accept(char c) {
    skip_space();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(char c) {
    GG_CHECK(accept(c), where_, ": expected '", std::string(1, c), "' in the header, got '",
             std::string(rest_.substr(0, 12)), "'");
  }

  std::string quoted() {
    const char mark = accept('"') ? '"' : '\'';
    if (mark == '\'') expect('\'');
    const std::size_t end = rest_.find(mark);
    GG_CHECK(end != rest_.npos, where_, ": a text in the header has no end");
    const std::string out(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return out;
  }

  bool boolean() {
    skip_space();
    for (const std::string_view word : {"True", "False"}) {
      if (rest_.substr(0, word.size()) != word) continue;
      rest_.remove_prefix(word.size());
      return word == "True";
    }
    fail_with(where_, ": expected True or False for fortran_order");
  }

  Shape tuple() {
    Shape shape;
    expect('(');
    while (!accept(')')) {
      shape.push_back(number());
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return shape;
  }

  std::size_t number() {
    skip_space();
    const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    GG_CHECK(digits >= 1 && digits <= 15, where_,
             ": expected an extent of 1 to 15 digits in the shape, got '", std::string(rest_.substr(0, 20)),
             "'");
    const std::size_t out = std::stoull(std::string(rest_.substr(0, digits)));
    rest_.remove_prefix(digits);
    return out;
  }

  std::string where_;
  std::string_view rest_;
};

// Splits a file into header and numbers.
struct Parts {
  std::string_view header, numbers;
};

Parts split(const std::string& where, std::string_view bytes) {
  GG_CHECK(bytes.substr(0, kMagic.size()) == kMagic, where,
           ": not a .npy file (it does not begin with \\x93NUMPY)");
  GG_CHECK(bytes.size() >= 10, where, ": the file ends within its first 10 bytes");
  const int version = bytes[6];
  GG_CHECK(version >= 1 && version <= 3 && bytes[7] == 0, where,
           ": expected .npy version 1.0, 2.0 or 3.0, got ", version, ".", static_cast<int>(bytes[7]));
  const std::size_t count = version == 1 ? 2 : 4, start = 8 + count;
  GG_CHECK(bytes.size() >= start, where, ": the file ends within its first ", start, " bytes");
  const std::size_t length = little_endian(bytes.substr(8, count));
  GG_CHECK(length <= bytes.size() - start, where, ": the header is said to have ", length,
           " bytes, the file has only ", bytes.size() - start, " more");
  return {bytes.substr(start, length), bytes.substr(start + length)};
}

std::string shape_tuple(const Shape& shape) {
  std::string out = "(";
  for (std::size_t extent : shape) out += text(extent) + ", ";
  if (shape.size() > 1) out.resize(out.size() - 2);
  if (shape.size() == 1) out.pop_back();
  return out + ")";
}

}  // namespace

std::string to_npy(const Tensor& x) {
  constexpr std::size_t kPrefix = 10, kAlign = 64;  // NumPy lets the numbers begin at a multiple of 64
  std::string header = std::string("{'descr': '") + scalar_format().npy +
                       "', 'fortran_order': False, 'shape': " + shape_tuple(x.shape()) + ", }";
  header.append(kAlign - (kPrefix + header.size() + 1) % kAlign, ' ');
  header += '\n';
  GG_CHECK(header.size() < 1 << 16, "save_npy: a shape of ", x.dim(), " axes does not fit into the header");
  std::string out(kMagic);
  out += {'\1', '\0', static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
  return out + header + to_bytes(x.data(), x.numel());
}

Tensor from_npy(const std::string& where, const std::string& bytes) {
  const Parts parts = split(where, bytes);
  Header header = HeaderParser(where, parts.header).parse();
  const NumberFormat& format = npy_format(where, header.descr);
  const std::size_t expected = bytes_of(where, header.shape, format);
  GG_CHECK(parts.numbers.size() == expected, where, ": shape ", header.shape, " of type ", header.descr,
           " takes ", expected, " bytes, the file holds ", parts.numbers.size());
  if (header.fortran_order) std::reverse(header.shape.begin(), header.shape.end());
  Tensor x = empty(header.shape);
  format.read(where, parts.numbers.data(), x.numel(), x.mutable_data());
  if (!header.fortran_order) return x;
  Axes backwards(header.shape.size());
  for (std::size_t i = 0; i < backwards.size(); ++i)
    backwards[i] = static_cast<int>(backwards.size() - 1 - i);
  return permute(x, backwards);
}

void save_npy(const std::filesystem::path& path, const Tensor& x) { write_file(path, to_npy(x)); }

Tensor load_npy(const std::filesystem::path& path) { return from_npy(path.string(), read_file(path)); }

}  // namespace GG_SCALAR
}  // namespace gg
