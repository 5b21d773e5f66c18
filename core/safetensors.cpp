#include "core/safetensors.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "core/files.hpp"
#include "core/number_format.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

using nlohmann::json;
constexpr std::size_t kPrefix = 8;                         // bytes of the header's length
constexpr std::size_t kLongestHeader = 100 * 1000 * 1000;  // as in the reference implementation
constexpr std::size_t kMostBytes = std::size_t{1} << 63;   // of a file
constexpr int kDeepest = 3;                                // the header, its entry, the entry's shape
constexpr char kTexts[] = "__metadata__";

// One array as the header describes it: numbers [begin, end) of the bytes behind the header.
struct Entry {
  std::string name;
  const NumberFormat* format;
  Shape shape;
  std::size_t begin, end;
};

// The header's JSON; throws for a key that is there twice in one object, which json::parse would pass over,
// and for lists within lists, which nlohmann's functions would descend by recursion.
json parse_header(const std::string& path, const std::string& bytes) {
  std::vector<std::set<std::string>> keys;
  const json::parser_callback_t check = [&](int depth, json::parse_event_t event, json& parsed) {
    GG_CHECK(depth <= kDeepest, path, ": the header is nested more than ", kDeepest, " levels deep");
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key) {
      GG_CHECK(keys.back().insert(parsed.get<std::string>()).second, path, ": the name '",
               parsed.get<std::string>(), "' is there twice");
    }
    return true;
  };
  try {
    return json::parse(bytes, check);
  } catch (const json::exception& error) {
    fail_with(path, ": the header is no JSON: ", error.what());
  }
}

std::size_t natural(const std::string& where, const json& value) {
  GG_CHECK(value.is_number_unsigned(), where, ": expected a natural number, got ", value.dump());
  GG_CHECK(value.get<std::size_t>() < kMostBytes, where, ": expected a number below 2^63, got ",
           value.dump());
  return value.get<std::size_t>();
}

// The member of an entry with this key, an array.
const json& array_member(const std::string& where, const json& entry, const char* key) {
  GG_CHECK(entry.contains(key) && entry[key].is_array(), where, ": expected a list '", key, "'");
  return entry[key];
}

Entry read_entry(const std::string& path, const std::string& name, const json& described) {
  const std::string where = path + ", entry '" + name + "'";
  GG_CHECK(described.is_object(), where, ": expected an object with dtype, shape and data_offsets, got ",
           described.dump());
  GG_CHECK(described.size() == 3, where, ": expected just dtype, shape and data_offsets, got ",
           described.dump());
  GG_CHECK(described.contains("dtype") && described["dtype"].is_string(), where, ": expected a text 'dtype'");
  Entry entry{name, &safetensors_format(where, described["dtype"].get<std::string>()), {}, 0, 0};
  for (const json& extent : array_member(where, described, "shape"))
    entry.shape.push_back(natural(where, extent));
  const json& offsets = array_member(where, described, "data_offsets");
  GG_CHECK(offsets.size() == 2, where, ": expected two data_offsets, got ", offsets.dump());
  entry.begin = natural(where, offsets[0]);
  entry.end = natural(where, offsets[1]);
  const std::size_t expected = bytes_of(where, entry.shape, *entry.format);
  GG_CHECK(entry.begin <= entry.end && entry.end - entry.begin == expected, where, ": shape ", entry.shape,
           " takes ", expected, " bytes, data_offsets are ", entry.begin, " and ", entry.end);
  return entry;
}

// The entries in the order of their numbers, which must fill the file.
std::vector<Entry> read_entries(const std::string& path, const json& header, std::size_t data_bytes) {
  std::vector<Entry> entries;
  for (const auto& [name, described] : header.items()) {
    if (name != kTexts) entries.push_back(read_entry(path, name, described));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::size_t at = 0;
  for (const Entry& entry : entries) {
    GG_CHECK(entry.begin == at, path, ", entry '", entry.name, "': begins at ", entry.begin,
             ", but the numbers before it ", "end at ", at,
             entry.begin < at ? " (they overlap)" : " (there is a gap)");
    at = entry.end;
  }
  GG_CHECK(at == data_bytes, path, ": the entries take ", at, " bytes, behind the header are ", data_bytes);
  return entries;
}

std::map<std::string, std::string> read_texts(const std::string& path, const json& header) {
  std::map<std::string, std::string> texts;
  if (!header.contains(kTexts)) return texts;
  GG_CHECK(header[kTexts].is_object(), path, ": expected an object ", kTexts, ", got ",
           header[kTexts].dump());
  for (const auto& [name, value] : header[kTexts].items()) {
    GG_CHECK(value.is_string(), path, ", ", kTexts, " '", name, "': expected a text, got ", value.dump());
    texts[name] = value.get<std::string>();
  }
  return texts;
}

std::string header_of(const State& state) {
  json header = json::object();
  std::size_t at = 0;
  for (const auto& [name, x] : state.tensors) {
    GG_CHECK(name != kTexts && !header.contains(name), "the name '", name, "' is ",
             name == kTexts ? "reserved" : "there twice");
    const std::size_t end = at + x.numel() * sizeof(Scalar);
    header[name] = {
        {"dtype", scalar_format().safetensors}, {"shape", x.shape()}, {"data_offsets", {at, end}}};
    at = end;
  }
  if (!state.texts.empty()) header[kTexts] = state.texts;
  std::string bytes;
  try {
    bytes = header.dump();
  } catch (const json::exception& error) {
    fail_with("a name or text is no UTF-8: ", error.what());
  }
  bytes.append((kPrefix - bytes.size() % kPrefix) % kPrefix, ' ');  // so that the numbers are aligned
  return bytes;
}

}  // namespace

void save_safetensors(const std::filesystem::path& path, const State& state) {
  replace_file(path, [&](const std::filesystem::path& temporary) {
    const std::string header = header_of(state);
    const std::size_t length = header.size();
    std::ofstream out(temporary, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&length), kPrefix) << header;
    for (const auto& [name, x] : state.tensors) out << to_bytes(x.data(), x.numel());
    GG_CHECK(out.flush().good(), std::strerror(errno));
  });
}

State load_safetensors(const std::filesystem::path& path) {
  const std::string name = path.string(), bytes = read_file(path);
  GG_CHECK(bytes.size() >= kPrefix, name, ": the file ends within its first ", kPrefix, " bytes");
  std::size_t length;
  std::memcpy(&length, bytes.data(), kPrefix);
  GG_CHECK(length <= std::min(kLongestHeader, bytes.size() - kPrefix), name, ": the header is said to have ",
           std::to_string(length), " bytes, the file has only ", bytes.size() - kPrefix,
           " more (and at most ", kLongestHeader, " are read)");
  const json header = parse_header(name, bytes.substr(kPrefix, length));
  GG_CHECK(header.is_object(), name, ": the header is no JSON object");
  const char* data = bytes.data() + kPrefix + length;
  State state{{}, read_texts(name, header)};
  for (const Entry& entry : read_entries(name, header, bytes.size() - kPrefix - length)) {
    Tensor x = empty(entry.shape);
    entry.format->read(name + ", entry '" + entry.name + "'", data + entry.begin, x.numel(),
                       x.mutable_data());
    state.tensors.emplace_back(entry.name, x);
  }
  return state;
}

}  // namespace GG_SCALAR
}  // namespace gg
