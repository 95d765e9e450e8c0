/** The equations are one stop of the Tab key; within them the arrow keys go from symbol to symbol and line to line. */

/**
 * The symbol that an arrow leads to.
 * @param {{ line: unknown }[]} symbols in their order
 * @param {number} at where the focus is; −1: on none
 * @param {string} key
 * @returns {number}
 */
export function nextSymbol(symbols, at, key) {
  const last = symbols.length - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if (key === "ArrowRight") return Math.min(last, at + 1);
  if (key === "ArrowLeft") return Math.max(0, at < 0 ? 0 : at - 1);
  const lines = [...new Set(symbols.map(({ line }) => line))];
  const line = lines.indexOf(symbols[at]?.line);
  const next = lines[Math.max(0, Math.min(lines.length - 1, line + (key === "ArrowDown" ? 1 : -1)))];
  return symbols.findIndex((symbol) => symbol.line === next);
}

/** @param {() => void} mark */
export function followKeys(mark) {
  document.addEventListener(
    "keydown",
    (event) => {
      const { target, key } = event;
      if (!/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key)) return;
      if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || !(target instanceof Element)) return;
      const region = target.closest(".equations-lines");
      const among = target.matches("[data-symbol]");
      // the lines themselves scroll up and down
      if (!region || (!among && target !== region) || (!among && !/Left|Right/.test(key))) return;
      mark();
      const symbols = [...region.querySelectorAll("[data-symbol][tabindex]")].map((element) => ({
        element: /** @type {HTMLElement} */ (element),
        line: element.closest(".equation"),
      }));
      if (!symbols.length) return;
      event.preventDefault();
      const at = symbols.findIndex(({ element }) => element === target);
      symbols[nextSymbol(symbols, at, key)].element.focus();
    },
    true,
  );
}
