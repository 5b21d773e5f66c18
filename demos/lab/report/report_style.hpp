// How a report looks: readable in light and dark, on paper, and on a telephone.
#pragma once

namespace gg::lab {

inline constexpr const char* report_style = R"css(
:root { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --rule: #d8dde3; --page: #ffffff;
        --card: #f5f7f9; --accent: #0072b2; --warn: #a33f00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --soft: #a4adb8; --rule: #3a4149; --page: #15181c; --card: #1e2227;
          --accent: #58b0e8; --warn: #f0a070; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.25rem 4rem; background: var(--page); color: var(--ink);
       font: 17px/1.55 "DejaVu Sans", Verdana, system-ui, sans-serif; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.15rem; margin: 2.6rem 0 .7rem; }
p.question { font-size: 1.05rem; margin: 0 0 .8rem; max-width: 46rem; }
p.origin, figcaption, .note { color: var(--soft); font-size: .85rem; }
ul.findings { padding-left: 1.2rem; max-width: 50rem; }
ul.findings li { margin: .5rem 0; }
ul.findings li::marker { color: var(--accent); }
figure { margin: 1.8rem 0; break-inside: avoid; }
.card { padding: .6rem; background: #ffffff; border: 1px solid var(--rule); border-radius: 8px; }
.card svg { display: block; width: 100%; height: auto; }
figure h3 { font-size: 1.05rem; margin: 0; }
figure .caption, .downloads { margin: .35rem .2rem 0; color: var(--soft); font-size: .85rem; }
.downloads a { color: var(--accent); margin-right: 1rem; }
.is-live .still { display: none; }
.live.vega-embed { display: block; }
.live[hidden] { display: none; }
.live .mark-rect path { shape-rendering: crispEdges; }
.live .role-legend-entry, .live .role-legend-symbol, .live .role-legend-label { cursor: pointer; }
/* Dark charts: light turned dark and dark light, a hue stays what it was. The files to download stay light. */
@media (prefers-color-scheme: dark) {
  .card { background: #1f1f1f; }
  .card svg { filter: invert(.88) hue-rotate(180deg); }
}
/* As wide as its table where the window has the room, the margins of the page included. */
.scroll { overflow-x: auto; position: relative; left: 50%; transform: translateX(-50%); width: max-content;
          min-width: 100%; max-width: calc(100vw - 3rem); }
.scroll + .scroll { margin-top: 1.8rem; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; white-space: nowrap; color: var(--soft); font-size: .85rem; padding-bottom: .4rem; }
th, td { padding: .35rem .7rem; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th { font-weight: 600; white-space: normal; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
table.settings td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
table.settings td:first-child { color: var(--soft); white-space: nowrap; }
pre { margin: 0; padding: .7rem .9rem; background: var(--card); border-radius: 6px; white-space: pre-wrap;
      overflow-wrap: anywhere; font: .82rem/1.5 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
p.failed { color: var(--warn); }
@media print {
  :root { --ink: #000; --soft: #444; --rule: #bbb; --page: #fff; --card: #f4f4f4; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; }
  .scroll { left: 0; transform: none; width: auto; max-width: none; }
  .card { border: none; padding: 0; background: none; }
  .card svg { filter: none; }
  .downloads, #vg-tooltip-element { display: none; }
  .has-still .live { display: none !important; }
  .has-still .still { display: block; }
}
)css";

}  // namespace gg::lab
