#include "notebooks/kernel/landing.hpp"

#include <cstring>

#include <unwind.h>

#include "notebooks/kernel/cell_memory.hpp"

namespace kernel {
namespace {

// Reads the tables that compilers write for C++'s personality routine (the "LSDA" of the Itanium ABI).
class Reader {
 public:
  explicit Reader(std::uintptr_t at) : at_(reinterpret_cast<const unsigned char*>(at)) {}

  unsigned byte() { return *at_++; }

  std::uintptr_t uleb128() {
    std::uintptr_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const unsigned next = byte();
      value |= static_cast<std::uintptr_t>(next & 0x7FU) << shift;
      if ((next & 0x80U) == 0) return value;
    }
  }

  // A number in one of the encodings that call-site tables use; others end the program's search at once.
  bool number(unsigned encoding, std::uintptr_t& value) {
    switch (encoding & 0x0FU) {
      case 0x01:
        value = uleb128();
        return true;
      case 0x03:
      case 0x0B: {
        std::uint32_t four = 0;
        std::memcpy(&four, at_, sizeof four);
        at_ += sizeof four;
        value = four;
        return true;
      }
      default:
        return false;
    }
  }

  bool before(const Reader& end) const { return at_ < end.at_; }
  Reader ahead(std::uintptr_t bytes) const { return Reader(reinterpret_cast<std::uintptr_t>(at_) + bytes); }

 private:
  const unsigned char* at_;
};

constexpr unsigned omitted = 0xFF;

// Whether the function's table has a row for this place, in bytes from the function's start; if `strict`, one
// that leads to a landing pad.
bool has_row(std::uintptr_t table, std::uintptr_t place, bool strict) {
  Reader reader(table);
  if (reader.byte() != omitted) return false;  // landing pads elsewhere: g++ and clang do not write that
  if (reader.byte() != omitted) reader.uleb128();
  const unsigned encoding = reader.byte();
  const std::uintptr_t length = reader.uleb128();
  const Reader end = reader.ahead(length);
  while (reader.before(end)) {
    std::uintptr_t start = 0, size = 0, pad = 0;
    if (!reader.number(encoding, start) || !reader.number(encoding, size) || !reader.number(encoding, pad)) {
      return false;
    }
    reader.uleb128();  // what is done there
    if (place >= start && place < start + size) return pad != 0 || !strict;
  }
  return false;
}

struct Search {
  std::uintptr_t address;
  bool at_return, strict;
  std::uintptr_t catcher;
  bool reached, blocked;
};

_Unwind_Reason_Code look(_Unwind_Context* frame, void* data) {
  Search& search = *static_cast<Search*>(data);
  if (_Unwind_GetCFA(frame) > search.catcher && search.reached) return _URC_END_OF_STACK;
  int before_instruction = 0;
  std::uintptr_t place = _Unwind_GetIPInfo(frame, &before_instruction);
  if (!search.reached) {  // the handler's own frames
    if (place != search.address) return _URC_NO_REASON;
    search.reached = true;
    before_instruction = search.at_return ? 0 : 1;
  }
  if (before_instruction == 0) --place;
  const auto table = reinterpret_cast<std::uintptr_t>(_Unwind_GetLanguageSpecificData(frame));
  if (table == 0) return _URC_NO_REASON;
  const bool strict = search.strict && in_cell_code(place);
  if (has_row(table, place - _Unwind_GetRegionStart(frame), strict)) return _URC_NO_REASON;
  search.blocked = true;
  return _URC_END_OF_STACK;
}

}  // namespace

bool finds_its_way(std::uintptr_t address, bool at_return, const void* catcher, bool strict) {
  Search search{address, at_return, strict, reinterpret_cast<std::uintptr_t>(catcher), false, false};
  _Unwind_Backtrace(look, &search);
  return search.reached && !search.blocked;
}

}  // namespace kernel
