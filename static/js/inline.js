/**
 * A strict `style-src` forbids style attributes, and Plotly writes a few of them (bold and lowered text, crisp pixels
 * in heatmaps). The same declarations through the object model are allowed, so that is where they go.
 */

let done = false;

/** Let SVG elements take `setAttribute("style", …)` as declarations. Safe to call again. */
export function allowInlineStyles() {
  if (done) return;
  done = true;
  const set = SVGElement.prototype.setAttribute;
  SVGElement.prototype.setAttribute = function setAttribute(name, value) {
    if (name === "style") this.style.cssText = String(value);
    else set.call(this, name, value);
  };
}
