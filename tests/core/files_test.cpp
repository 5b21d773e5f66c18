// Arrays in files: what is written comes back, and a file that lies is refused in words.
#include <cstring>
#include <future>
#include <limits>

#include "core/files.hpp"
#include "core/npy.hpp"
#include "core/ops.hpp"
#include "core/safetensors.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

namespace {

using namespace gg;

NamedTensors various() {
  const Scalar inf = std::numeric_limits<Scalar>::infinity();
  return {{"a", Tensor({2, 3}, {1, -2, 3.5, -0.0, inf, std::numeric_limits<Scalar>::denorm_min()})},
          {"layer/0.weight", randn({3, 1, 2})},
          {"single", Tensor(7)},
          {"none", empty({0, 4})},
          {"\u03b3", ones({5})}};
}

void check_same(const NamedTensors& a, const NamedTensors& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    CHECK(a[i].first == b[i].first);
    CHECK(a[i].second.shape() == b[i].second.shape());
    CHECK(a[i].second.to_vector() == b[i].second.to_vector());
  }
}

TEST_CASE("arrays come back from .npy, .npz and .safetensors as they were") {
  const TempFolder folder;
  const NamedTensors arrays = various();
  for (const auto& [name, x] : arrays) {
    save_npy(folder.path() / "x.npy", x);
    check_same({{name, load_npy(folder.path() / "x.npy")}}, {{name, x}});
  }
  save_npz(folder.path() / "sub" / "x.npz", arrays);
  check_same(load_npz(folder.path() / "sub" / "x.npz"), arrays);
  const std::map<std::string, std::string> texts = {{"step", "12"}, {"a \"b\"", "\n"}};
  save_safetensors(folder.path() / "x.safetensors", {arrays, texts});
  const State state = load_safetensors(folder.path() / "x.safetensors");
  check_same(state.tensors, arrays);
  CHECK(state.texts == texts);
}

TEST_CASE("the same arrays give the same bytes, aligned as the formats ask") {
  const TempFolder folder;
  for (std::size_t axes = 0; axes < 30; ++axes) {
    const std::string bytes = to_npy(zeros(Shape(axes, 1)));
    CHECK((bytes.size() - sizeof(Scalar)) % 64 == 0);
  }
  save_npz(folder.path() / "a.npz", {{"x", ones({2})}});
  save_npz(folder.path() / "b.npz", {{"x", ones({2})}});
  CHECK(read_file(folder.path() / "a.npz") == read_file(folder.path() / "b.npz"));
}

// --- .npy

std::string npy(const std::string& header, const std::string& numbers, char version = 1) {
  std::string out = "\x93NUMPY";
  out += version;
  out += '\0';
  out += static_cast<char>(header.size());
  out.append(version == 1 ? 1 : 3, '\0');
  return out + header + numbers;
}

std::string dictionary(const std::string& descr, const std::string& order, const std::string& shape) {
  return "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

template <class T>
std::string bytes_of(std::initializer_list<T> values) {
  return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(T)};
}

TEST_CASE("npy: other types, versions and orders") {
  const auto load = [](const std::string& descr, const std::string& numbers, const char* order = "False",
                       char version = 1) {
    return from_npy("x.npy", npy(dictionary(descr, order, "(2, 2)"), numbers, version));
  };
  const std::vector<Scalar> expected = {1, 2, 3, 4};
  CHECK(load("<f4", bytes_of<float>({1, 2, 3, 4})).to_vector() == expected);
  CHECK(load("<f8", bytes_of<double>({1, 2, 3, 4}), "False", 2).to_vector() == expected);
  CHECK(load("|u1", bytes_of<std::uint8_t>({1, 2, 3, 4}), "False", 3).to_vector() == expected);
  CHECK(load("<i8", bytes_of<std::int64_t>({1, 2, 3, 4})).to_vector() == expected);
  CHECK(load("<i2", bytes_of<std::int16_t>({-1, -2, 3, 4})).to_vector() == std::vector<Scalar>{-1, -2, 3, 4});
  CHECK(load("|b1", bytes_of<std::uint8_t>({1, 0, 1, 0})).to_vector() == std::vector<Scalar>{1, 0, 1, 0});
  CHECK(load("<f4", bytes_of<float>({1, 3, 2, 4}), "True").to_vector() == expected);
  const Tensor uneven =
      from_npy("x", npy(dictionary("<f4", "True", "(2, 3)"), bytes_of<float>({1, 4, 2, 5, 3, 6})));
  CHECK(uneven.shape() == Shape{2, 3});
  CHECK(uneven.to_vector() == std::vector<Scalar>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("npy: every fault is named") {
  const std::string four = bytes_of<float>({1, 2, 3, 4}), good = dictionary("<f4", "False", "(4,)");
  const auto words = [](const std::string& bytes) { return error_of([&] { from_npy("x.npy", bytes); }); };
  REQUIRE(words(npy(good, four)) == "no error");
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"", "not a .npy file"},
      {"NUMPY", "not a .npy file"},
      {std::string("\x93NUMPY\1\0", 8), "ends within its first 10 bytes"},
      {npy(good, four, 4), "version 1.0, 2.0 or 3.0, got 4.0"},
      {npy(good, four).substr(0, 40), "the header is said to have"},
      {npy(good, four.substr(0, 15)), "takes 16 bytes, the file holds 15"},
      {npy(good, four + "x"), "takes 16 bytes, the file holds 17"},
      {npy(dictionary(">f4", "False", "(4,)"), four), "big-endian ('>f4'); expected little-endian"},
      {npy(dictionary("|O", "False", "(4,)"), four), "got '|O'"},
      {npy(dictionary("<f4", "Maybe", "(4,)"), four), "expected True or False"},
      {npy(dictionary("<f4", "False", "(-4,)"), four), "expected an extent"},
      {npy(dictionary("<f4", "False", "(99999999999999999999,)"), four), "expected an extent"},
      {npy(dictionary("<f4", "False", "(999999999999999, 999999999999999)"), four), "more than 2^48"},
      {npy(dictionary("<f4", "False", "(4294967296, 1073741824)"), four), "more than 2^48"},
      {npy(dictionary("<f4", "False", "(100000000000,)"), four), "takes 400000000000 bytes"},
      {npy(dictionary("<f4", "False", "4"), four), "expected '('"},
      {npy("{'descr': '<f4', 'shape': (4,), }", four), "lacks one of the keys"},
      {npy("{'descr': '<f4', 'descr': '<f8'}", four), "the key 'descr' twice"},
      {npy("{'kind': '<f4'}", four), "unknown key 'kind'"},
      {npy("{'descr': '<f4", four), "a text in the header has no end"},
      {npy("{'descr': '<f4' 'x'}", four), "expected '}'"},
      {npy(good + "x", four), "unexpected text"},
      {npy("", four), "expected '{'"},
  };
  for (const auto& [bytes, part] : faults) {
    INFO(words(bytes));
    CHECK(contains(words(bytes), part));
    CHECK(contains(words(bytes), "x.npy: "));
  }
  const auto big = bytes_of<std::int64_t>({0, (std::int64_t{1} << 53) + 1});
  CHECK(contains(words(npy(dictionary("<i8", "False", "(2,)"), big)), "9007199254740993 at position 1"));
  CHECK(contains(words(npy(dictionary("|b1", "False", "(3,)"), std::string("\1\0\2", 3))),
                 "expected 0 or 1 for the boolean at position 2, got 2"));
}

// --- .npz

TEST_CASE("npz: every fault is named") {
  const TempFolder folder;
  const std::string path = (folder.path() / "x.npz").string();
  const auto words = [&] { return error_of([&] { load_npz(path); }); };
  CHECK(contains(words(), path + ": not a readable .npz archive"));
  save_npz(path, {{"a", ones({100})}, {"b", ones({2})}});
  const std::string good = read_file(path);
  std::string damaged = good;
  damaged[200] = static_cast<char>(damaged[200] ^ 1);  // within a's numbers
  write_file(path, damaged);
  CHECK(contains(words(), "x.npz, entry a.npy: CRC error"));
  for (std::size_t length : {std::size_t{0}, good.size() / 2, good.size() - 1}) {
    write_file(path, good.substr(0, length));
    INFO(length);
    CHECK(contains(words(), path + ": not a readable .npz archive"));
  }
  std::string renamed = good;
  for (std::size_t at = 0; (at = renamed.find("a.npy", at)) != std::string::npos; ++at) renamed[at] = 'b';
  write_file(path, renamed);
  CHECK(contains(words(), "not a readable .npz archive: a name is there twice"));
  std::string other = good;
  for (std::size_t at = 0; (at = other.find("a.npy", at)) != std::string::npos; ++at) other[at + 4] = 'x';
  write_file(path, other);
  CHECK(contains(words(), "entry a.npx: expected a name that ends in .npy"));

  CHECK(contains(error_of([&] {
                   save_npz(path, {{"a", ones({1})}, {"a", ones({1})}});
                 }),
                 "'a' is there twice"));
  CHECK(contains(error_of([&] { save_npz(path, {}); }), "no arrays to save"));
  CHECK(contains(error_of([&] {
                   save_npz(path, {{"a\xff", ones({1})}});
                 }),
                 "the name 'a\xff.npy' was refused, is it UTF-8?"));
  CHECK(contains(error_of([&] { save_npz(path, {{"", ones({1})}}); }), "a name of at least one character"));
  CHECK(read_file(path) == other);  // what fails leaves the file as it was
}

// --- .safetensors

std::string safetensors(const std::string& header, const std::string& numbers) {
  const std::size_t length = header.size();
  return std::string(reinterpret_cast<const char*>(&length), 8) + header + numbers;
}

TEST_CASE("safetensors: every fault is named, before memory is taken") {
  const TempFolder folder;
  const std::string path = (folder.path() / "x.safetensors").string();
  const auto words = [&](const std::string& bytes) {
    write_file(path, bytes);
    return error_of([&] { load_safetensors(path); });
  };
  const std::string two = bytes_of<float>({1, 2});
  const auto entry = [](const char* dtype, const char* shape, const char* offsets) {
    return std::string("{\"dtype\":\"") + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets +
           "}";
  };
  const std::string good = "{\"a\":" + entry("F32", "[2]", "[0,8]") + "}";
  REQUIRE(words(safetensors(good, two)) == "no error");
  REQUIRE(words(safetensors("{}", "")) == "no error");
  const std::string huge = std::string(8, '\xff') + good;
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"", "ends within its first 8 bytes"},
      {huge, "the header is said to have"},
      {safetensors(good, two).substr(0, 30), "the header is said to have"},
      {safetensors("{\"a\"", two), "the header is no JSON"},
      {safetensors("[]", ""), "no JSON object"},
      {safetensors("", ""), "the header is no JSON"},
      {safetensors(std::string(100000, '['), ""), "nested more than 3 levels deep"},
      {safetensors("{\"a\":" + std::string(100000, '[') + std::string(100000, ']') + "}", ""),
       "nested more than 3 levels deep"},
      {safetensors("{\"a\":1}", two), "entry 'a': expected an object"},
      {safetensors("{\"a\":{\"dtype\":\"F32\"}}", two), "just dtype, shape and data_offsets"},
      {safetensors("{\"a\":" + entry("F32", "2", "[0,8]") + "}", two), "expected a list 'shape'"},
      {safetensors("{\"a\":" + entry("F32", "[-2]", "[0,8]") + "}", two),
       "expected a natural number, got -2"},
      {safetensors("{\"a\":" + entry("F32", "[2]", "[0]") + "}", two), "expected two data_offsets"},
      {safetensors("{\"a\":" + entry("F8", "[2]", "[0,8]") + "}", two), "got 'F8'"},
      {safetensors("{\"a\":" + entry("F32", "[3]", "[0,8]") + "}", two),
       "takes 12 bytes, data_offsets are 0 and 8"},
      {safetensors("{\"a\":" + entry("F32", "[2]", "[8,0]") + "}", two), "data_offsets are 8 and 0"},
      {safetensors("{\"a\":" + entry("F32", "[4294967296,4294967296]", "[0,8]") + "}", two),
       "more than 2^48"},
      {safetensors("{\"a\":" + entry("F32", "[0,18446744073709551615]", "[0,0]") + "}", ""),
       "expected a number below 2^63, got 18446744073709551615"},
      {safetensors("{\"a\":" + entry("F32", "[0,9223372036854775807]", "[0,0]") + "}", ""), "more than 2^48"},
      {safetensors("{\"a\":" + entry("F32", "[4294967296,0,4294967296]", "[0,0]") + "}", ""),
       "more than 2^48"},
      {safetensors("{\"a\":" + entry("BOOL", "[2]", "[0,2]") + "}", "\1\3"),
       "expected 0 or 1 for the boolean at position 1, got 3"},
      {safetensors(good, two + "x"), "the entries take 8 bytes, behind the header are 9"},
      {safetensors(good, two.substr(1)), "the entries take 8 bytes, behind the header are 7"},
      {safetensors("{\"a\":" + entry("F32", "[1]", "[4,8]") + "}", two), "there is a gap"},
      {safetensors("{\"a\":" + entry("F32", "[2]", "[0,8]") + ",\"b\":" + entry("F32", "[1]", "[4,8]") + "}",
                   two),
       "they overlap"},
      {safetensors("{\"a\":" + entry("F32", "[2]", "[0,8]") + ",\"a\":" + entry("F32", "[2]", "[0,8]") + "}",
                   two),
       "'a' is there twice"},
      {safetensors("{\"__metadata__\":{\"a\":1}}", ""), "__metadata__ 'a': expected a text, got 1"},
      {safetensors("{\"__metadata__\":[]}", ""), "expected an object __metadata__"},
  };
  for (const auto& [bytes, part] : faults) {
    const std::string said = words(bytes);
    INFO(said);
    CHECK(contains(said, part));
    CHECK(contains(said, path));
  }
}

TEST_CASE("safetensors: what cannot be saved is refused, and the old file stays") {
  const TempFolder folder;
  const std::string path = (folder.path() / "x.safetensors").string();
  save_safetensors(path, {{{"a", ones({1})}}, {}});
  const std::string before = read_file(path);
  const auto words = [&](const State& state) { return error_of([&] { save_safetensors(path, state); }); };
  CHECK(contains(words({{{"a", ones({1})}, {"a", ones({1})}}, {}}),
                 path + " could not be written: the name 'a' is there"));
  CHECK(contains(words({{{"__metadata__", ones({1})}}, {}}), "is reserved"));
  CHECK(contains(words({{{"\xff", ones({1})}}, {}}), "no UTF-8"));
  CHECK(read_file(path) == before);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) ==
        1);  // nothing half-written is left
  CHECK(contains(error_of([&] { load_npy(folder.path()); }), "it is a folder"));
}

TEST_CASE("two threads that write one file leave one of the two, whole") {
  const TempFolder folder;
  const std::string path = (folder.path() / "x").string();
  const std::string a(1 << 16, 'a'), b(1 << 16, 'b');
  const auto write = [&](const std::string& bytes) {
    std::string faults;
    for (int i = 0; i < 50; ++i) {
      const std::string words = error_of([&] { write_file(path, bytes); });
      if (words != "no error") faults = words;
    }
    return faults;
  };
  auto other = std::async(std::launch::async, [&] { return write(b); });
  CHECK(write(a) == "");
  CHECK(other.get() == "");
  const std::string got = read_file(path);
  CHECK((got == a || got == b));
}

TEST_CASE("a state's entry of the wrong kind is one fault") {
  const State state{{{"lr", ones({2})}}, {{"w", "text"}}};
  StateReader reader("x", state);
  reader.number("lr");
  reader.tensor("w", {1});
  CHECK(error_of([&] { reader.finish(); }) ==
        "x: the state does not fit\n  expected a text: lr is a tensor\n  expected a tensor: w is a text");
}

TEST_CASE("sizes read as they are, and as negative where someone passed a small negative number") {
  CHECK(text(static_cast<std::size_t>(-1)) == "-1");
  CHECK(text(std::size_t{1} << 63) == "9223372036854775808");
}

}  // namespace
