#include "demos/lab/chart/gnuplot.hpp"

#include "core/check.hpp"
#include "core/files.hpp"
#include "demos/lab/chart/gnuplot_script.hpp"
#include "demos/lab/chart/svg.hpp"
#include "demos/lab/process.hpp"

namespace gg::lab {
namespace {

std::string run_gnuplot(const Chart& chart, const Canvas& canvas, const std::string& terminal) {
  const std::string script =
      "set terminal " + terminal + "\n" + gnuplot_script(chart, canvas.width, canvas.height);
  ProcessResult result;
  try {
    result = run_process({canvas.gnuplot, "--default-settings", "-"}, script);
  } catch (const Error& error) {
    fail_with("chart \"", chart.title, "\" needs gnuplot: ", error.what(),
              ". It is in the Debian package gnuplot-nox.");
  }
  GG_CHECK(result.exit_code == 0, "gnuplot failed on chart \"", chart.title, "\" with exit code ",
           result.exit_code, ":\n", result.errors);
  GG_CHECK(!result.output.empty(), "gnuplot drew nothing for chart \"", chart.title, "\":\n", result.errors);
  return result.output;
}

std::string terminal_options(const std::string& kind, int width, int height) {
  return kind + " size " + text(width) + "," + text(height) +
         " noenhanced rounded font 'DejaVu Sans,15' background" + " rgb 'white'";
}

}  // namespace

std::string render_svg(const Chart& chart, const Canvas& canvas) {
  const std::string svg =
      run_gnuplot(chart, canvas, terminal_options("svg fixed", canvas.width, canvas.height));
  return tidy_svg(svg, chart.title, chart.subtitle);
}

std::string render_png(const Chart& chart, const Canvas& canvas, int scale) {
  GG_CHECK(scale >= 1, "render_png: expected a scale of at least 1, got ", scale);
  // What SVG counts in pixels, pngcairo counts in points; its markers are smaller, its dashes shorter.
  return run_gnuplot(chart, canvas,
                     terminal_options("pngcairo", canvas.width * scale, canvas.height * scale) +
                         " fontscale " + text(0.75 * scale) + " linewidth " + text(scale) + " pointscale " +
                         text(1.8 * scale) + " dashlength 1.3");
}

void save_chart(const Chart& chart, const std::filesystem::path& path, const Canvas& canvas) {
  const std::string kind = path.extension().string();
  GG_CHECK(kind == ".svg" || kind == ".png", "save_chart: expected a name that ends in .svg or .png, got ",
           path.string());
  write_file(path, kind == ".svg" ? render_svg(chart, canvas) : render_png(chart, canvas));
}

}  // namespace gg::lab
