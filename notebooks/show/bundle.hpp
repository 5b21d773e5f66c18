// How things look in a notebook, as text: the notebook's header makes JSON of it, which never crosses the
// library's boundary.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gg::show {

// The same thing in several forms, each a MIME type and its content (of JSON types, JSON text; of pictures,
// SVG text or base64). The reader's program picks the richest that it knows.
using Bundle = std::vector<std::pair<std::string, std::string>>;

// The <svg> element of a document, with ids that no other picture of the notebook has. Throws Error if there
// is none.
std::string notebook_svg(const std::string& document);

}  // namespace gg::show
