// .npz archives: the part of core/npy.hpp that is about many arrays.
#include <zip.h>

#include <memory>
#include <set>

#include "core/files.hpp"
#include "core/npy.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

constexpr char kEnding[] = ".npy";
constexpr std::size_t kEndingLength = 4;

std::string reason_of(int code) {
  if (code == ZIP_ER_EXISTS) return "a name is there twice";  // libzip: "File already exists"
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string words = zip_error_strerror(&error);
  zip_error_fini(&error);
  return words;
}

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using Entry = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

Archive open_archive(const std::string& path, int flags) {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), flags, &code);
  GG_CHECK(archive != nullptr, path, ": not a readable .npz archive: ", reason_of(code));
  return {archive, zip_discard};
}

// The size of an entry, if it can be true: nothing deflates to less than a 1032nd.
std::size_t believable_size(const std::string& where, const zip_stat_t& entry) {
  GG_CHECK(entry.encryption_method == ZIP_EM_NONE, where, ": the entry is encrypted");
  GG_CHECK(entry.comp_method == ZIP_CM_STORE || entry.comp_method == ZIP_CM_DEFLATE, where,
           ": expected a stored or deflated entry, got compression method ",
           static_cast<int>(entry.comp_method));
  const zip_uint64_t most = entry.comp_method == ZIP_CM_STORE ? entry.comp_size : 1032 * entry.comp_size + 64;
  GG_CHECK(entry.size <= most, where, ": the entry is said to have ", std::size_t{entry.size},
           " bytes, its data hold at most ", std::size_t{most});
  return entry.size;
}

std::string read_entry(const std::string& where, zip_t* archive, zip_uint64_t number,
                       const zip_stat_t& stat) {
  std::string bytes(believable_size(where, stat), '\0');
  const Entry entry(zip_fopen_index(archive, number, 0), zip_fclose);
  GG_CHECK(entry != nullptr, where, ": ", zip_strerror(archive));
  const zip_int64_t got = zip_fread(entry.get(), bytes.data(), bytes.size());
  GG_CHECK(got == static_cast<zip_int64_t>(bytes.size()), where, ": expected ", bytes.size(), " bytes, got ",
           static_cast<long>(got), ": ", zip_file_strerror(entry.get()));
  char beyond;  // at the end, libzip compares the checksum
  GG_CHECK(zip_fread(entry.get(), &beyond, 1) == 0, where, ": ", zip_file_strerror(entry.get()));
  return bytes;
}

void write_archive(const std::string& path, const std::vector<std::pair<std::string, std::string>>& files) {
  Archive archive = open_archive(path, ZIP_CREATE | ZIP_TRUNCATE);
  const auto check = [&](bool good) { GG_CHECK(good, zip_strerror(archive.get())); };
  for (const auto& [name, bytes] : files) {
    zip_source_t* source = zip_source_buffer(archive.get(), bytes.data(), bytes.size(), 0);
    check(source != nullptr);
    const zip_int64_t number = zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (number < 0) zip_source_free(source);
    GG_CHECK(number >= 0, "the name '", name, "' was refused, is it UTF-8? ", zip_strerror(archive.get()));
    const auto index = static_cast<zip_uint64_t>(number);
    check(zip_set_file_compression(archive.get(), index, ZIP_CM_STORE, 0) == 0);
    check(zip_file_set_dostime(archive.get(), index, 0, (1 << 5) | 1, 0) ==
          0);  // 1980: the same arrays, the same bytes
  }
  check(zip_close(archive.get()) == 0);
  static_cast<void>(archive.release());
}

}  // namespace

void save_npz(const std::filesystem::path& path, const NamedTensors& arrays) {
  GG_CHECK(!arrays.empty(), path.string(), ": there are no arrays to save");
  std::set<std::string> names;
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& [name, x] : arrays) {
    GG_CHECK(!name.empty() && name.find('\0') == name.npos, path.string(),
             ": expected a name of at least one character, none of them zero");
    GG_CHECK(names.insert(name).second, path.string(), ": the name '", name, "' is there twice");
    files.emplace_back(name + kEnding, to_npy(x));
  }
  replace_file(path,
               [&](const std::filesystem::path& temporary) { write_archive(temporary.string(), files); });
}

NamedTensors load_npz(const std::filesystem::path& path) {
  const Archive archive = open_archive(path.string(), ZIP_RDONLY | ZIP_CHECKCONS);
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0));
  NamedTensors out;
  for (zip_uint64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    GG_CHECK(zip_stat_index(archive.get(), i, 0, &stat) == 0, path.string(), ": entry ", std::size_t{i}, ": ",
             zip_strerror(archive.get()));
    std::string name = stat.name;
    const std::string where = path.string() + ", entry " + name;
    GG_CHECK(
        name.size() > kEndingLength && name.compare(name.size() - kEndingLength, kEndingLength, kEnding) == 0,
        where, ": expected a name that ends in ", kEnding);
    name.resize(name.size() - kEndingLength);
    out.emplace_back(name, from_npy(where, read_entry(where, archive.get(), i, stat)));
  }
  return out;
}

}  // namespace GG_SCALAR
}  // namespace gg
