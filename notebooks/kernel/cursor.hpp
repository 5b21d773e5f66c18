// What stands at the cursor. Jupyter counts characters, not bytes; names are ASCII.
#pragma once

#include <string>

namespace kernel {

std::string up_to(const std::string& code, int cursor);  // the code before the cursor
std::string word_at_end(const std::string& code);        // the name that is being typed: "siz" of "x.siz"
std::string name_around(const std::string& code, int cursor);  // with what qualifies it: "gg::sum", "x.shape"

}  // namespace kernel
