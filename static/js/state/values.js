/** One value of the address: from its text, to its text, and where nothing is said. */

/** @typedef {import("../base/types.js").Property} Property */

/**
 * A number as a person types it: a decimal comma is welcome; what is no number stays a string.
 * @param {string} text
 * @returns {number | string}
 */
export function readNumber(text) {
  const trimmed = text.trim();
  const plain = /^[^,]*,[^,.]*$/.test(trimmed) ? trimmed.replace(",", ".") : trimmed;
  const value = Number(plain);
  return plain !== "" && Number.isFinite(value) ? value : trimmed;
}

/** @param {string} text */
function readMap(text) {
  /** @type {Record<string, number | string>} */
  const map = {};
  for (const entry of text.split(",")) {
    const [name, value = ""] = entry.split(":").map((part) => part.trim());
    if (name) map[name] = readNumber(value);
  }
  return map;
}

/**
 * One value from its text.
 * @param {Property} property
 * @param {string} text
 */
export function read(property, text) {
  switch (property.kind) {
    case "int":
    case "float":
      return readNumber(text);
    case "list":
      return text
        .split(",")
        .map((item) => item.trim())
        .filter(Boolean);
    case "map":
      return readMap(text);
    case "bool":
    case "flag":
      return text === "1" || text === "true" ? 1 : 0;
    default:
      return text;
  }
}

/**
 * One value as text.
 * @param {any} value
 * @returns {string}
 */
export function write(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, entry]) => `${name}:${entry}`)
      .join(",");
  }
  return String(value);
}

/**
 * The default in the form that the state holds: the catalogue may give maps and lists as text.
 * @param {Property} property
 */
export function defaultOf(property) {
  const value = property.default;
  if (typeof value === "string" && property.kind !== "numbers") return read(property, value);
  return value ?? (property.kind === "map" ? {} : property.kind === "list" ? [] : value);
}
