// What to do about an error, in words for students.
#pragma once

#include <string>

namespace kernel {

// Why a name is defined already, by the compiler's report: in an earlier cell, in a header, or in a header
// that was read from two copies of a project. "" where the report says nothing of a redefinition.
std::string redefinition_hint(const std::string& report);

}  // namespace kernel
