/** Writes the stylesheet of custom properties from the theme; needed only where it is checked or written anew. */

import { themeOf } from "../../static/js/shell/theme.js";

const FLAT = /** @type {const} */ ([
  "ink",
  "muted",
  "faint",
  "grid",
  "line",
  "surface",
  "background",
  "accent",
  "warn",
  "error",
]);

/**
 * Custom properties of one mode and size, one per line.
 * @param {"light" | "dark"} mode
 * @param {"normal" | "projector"} size
 * @param {string} indent
 */
function declarations(mode, size, indent) {
  const theme = themeOf(mode, size);
  const lines = [
    `color-scheme: ${mode};`,
    ...FLAT.map((name) => `--${name}: ${theme[name]};`),
    ...theme.hues.map((hue, i) => `--hue-${i + 1}: ${hue};`),
  ];
  return lines.map((line) => indent + line).join("\n");
}

/** The text of `static/css/tokens.css`: the theme as custom properties. */
export function stylesheet() {
  const { font } = themeOf("light");
  const out = [
    "/* Written from static/js/shell/theme.js: `UPDATE=1 node --test tests/js/theme.test.js`. Do not edit by hand. */",
    `:root {\n  --sans: ${font.family};\n  --mono: ${font.mono};\n  --math: ${font.math};\n  --base: ${themeOf("light", "normal").font.size}px;\n${declarations("light", "normal", "  ")}\n}`,
    `:root[data-size="projector"] {\n  --base: ${themeOf("light", "projector").font.size}px;\n${declarations("light", "projector", "  ")}\n}`,
    `@media (prefers-color-scheme: dark) {\n  :root[data-theme="auto"] {\n${declarations("dark", "normal", "    ")}\n  }\n  :root[data-theme="auto"][data-size="projector"] {\n${declarations("dark", "projector", "    ")}\n  }\n}`,
    `:root[data-theme="dark"] {\n${declarations("dark", "normal", "  ")}\n}`,
    `:root[data-theme="dark"][data-size="projector"] {\n${declarations("dark", "projector", "  ")}\n}`,
  ];
  return `${out.join("\n\n")}\n`;
}
