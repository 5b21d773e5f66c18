#include "demos/lab/report/figure.hpp"

namespace gg::lab {

// Every figure shows its still picture until Vega has drawn it; where that fails it goes on showing it.
const char* const page_script = R"js(
(() => {
  "use strict";
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const offer = (link, text) => {
    link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    link.hidden = false;
  };
  const draw = async (figure) => {
    const spec = figure.querySelector("script[type='application/json']");
    const place = figure.querySelector("div.live");
    const still = figure.querySelector(".still svg");
    const link = figure.querySelector("a.svg");
    if (still) offer(link, new XMLSerializer().serializeToString(still));
    if (!spec) return;
    try {
      const options = { renderer: "svg", actions: false, tooltip: { theme: dark ? "dark" : "light" } };
      const { view } = await vegaEmbed(place, JSON.parse(spec.textContent), options);
      for (const part of figure.querySelectorAll(".live")) part.hidden = false;
      figure.classList.add("is-live", still ? "has-still" : "has-none");
      if (!still) offer(link, await view.toSVG());
    } catch (error) {
      place.replaceChildren();
      console.error("a chart stays a still picture:", error);
    }
  };
  for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
})();
)js";

}  // namespace gg::lab
