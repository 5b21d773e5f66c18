#include "demos/lab/profile.hpp"

#include <iostream>

#include "core/check.hpp"
#include "core/profiler.hpp"

namespace gg::lab {

void profile(const std::string& what, const std::filesystem::path& folder,
             const std::function<void()>& training) {
  const std::filesystem::path trace = folder / "profile.json";
  GG_CHECK(!std::filesystem::exists(trace), trace.string(),
           " is there already; name another folder with --out");
  std::cout << "Profile of " << what << std::endl;
  Profiler profiler;
  training();
  profiler.stop();
  profiler.save_trace(trace);
  std::cout << '\n'
            << profiler.table()
            << "\nTrace, for ui.perfetto.dev: " << std::filesystem::absolute(trace).string() << '\n';
}

}  // namespace gg::lab
