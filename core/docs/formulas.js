// Typesets the formulas that filter.py has marked, with ASCIIMathML: without a network, and as MathML, which browsers
// draw themselves. Without JavaScript a formula reads as in the header.
"use strict";

translateOnLoad = false;  // of ASCIIMathML: touch nothing but the marked formulas
mathcolor = "";
mathfontfamily = "";
showasciiformulaonhover = false;
AMinitSymbols();

for (const formula of document.querySelectorAll(".math")) {
  const typeset = AMparseMath(formula.dataset.math);
  for (const sign of typeset.querySelectorAll("mo")) {
    if (sign.textContent === "-") sign.textContent = "\u2212";  // a minus, not a hyphen
    if (sign.textContent === "\u00a0") {                        // a thin space between factors
      sign.textContent = "\u200b";
      sign.setAttribute("lspace", "0.1em");
      sign.setAttribute("rspace", "0.1em");
    }
  }
  formula.title = formula.textContent;
  formula.replaceChildren(typeset);
}
