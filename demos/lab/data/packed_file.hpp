// Reads a file of bytes, plain or gzip-compressed, from beginning to end.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <string>
#include <vector>

namespace gg::lab {

using Bytes = std::vector<unsigned char>;

// Every message begins with `format` and names the file. Throws if the file cannot be opened or read, or if
// its compression is damaged or ends too early.
class PackedFile {
 public:
  PackedFile(const std::string& format, const std::string& path);
  ~PackedFile() { gzclose(file_); }
  PackedFile(const PackedFile&) = delete;
  PackedFile& operator=(const PackedFile&) = delete;

  const std::string& path() const { return path_; }
  std::size_t position() const { return position_; }  // bytes read so far, after decompression

  // Up to n bytes, fewer only at the end. Reading past the last one also makes zlib compare the checksum.
  std::size_t read(unsigned char* out, std::size_t n);

  // The next n bytes, which the message calls `what` if there are fewer. Memory grows with what is really
  // there.
  Bytes bytes(std::size_t n, const std::string& what);

 private:
  std::string format_, path_;
  gzFile file_;
  std::size_t position_ = 0;
};

}  // namespace gg::lab
