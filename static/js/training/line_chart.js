/** What the line charts of training share: values on a logarithmic axis, names at the right, branches, a table. */

import { widthOf } from "./iteration_axis.js";
import { lowered } from "./words.js";

/** @typedef {import("../figure/types.js").FigureContext} FigureContext */
/** @typedef {import("./types.js").TrainingRecord} TrainingRecord */

/** Points of a curve at most: about one for each pixel of a projector's half. */
export const POINTS = 600;

/**
 * Where a positive number stands between the edges of a logarithmic scale; not a number stands nowhere.
 * @param {number | undefined} value
 * @param {readonly [number, number]} edges
 * @returns {number | null}
 */
export function logAt(value, [low, high]) {
  if (value === undefined || Number.isNaN(value)) return null;
  return value <= 0 ? low : Math.min(high, Math.max(low, Math.log10(value)));
}

/** The last value that a line has. @param {{ x: number[], y: (number | null)[] }} path */
export function rightEnd({ x, y }) {
  for (let i = y.length - 1; i >= 0; i--) {
    const value = y[i];
    if (value !== null && value !== undefined) return { x: x[i], y: value };
  }
  return null;
}

/** Letters of a bold name are wider than others. */
const BOLD = 1.12;

/**
 * @typedef {object} Label what stands beside a line's end
 * @property {string} name bold; empty for a lesser line
 * @property {string} text
 * @property {string} colour
 * @property {number} y
 */

/** Words in lines of at most so many em. @param {string} text @param {number} room @param {number} [factor] */
function broken(text, room, factor = 1) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && widthOf(longer, 1) * factor <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A name in two lines at most. @param {string[]} lines */
const shortened = (lines) => (lines.length > 2 ? [lines[0], `${lines[1]} …`] : lines);

/** How much of the width labels may take, in em. @param {FigureContext} context */
const most = ({ width, theme }) => Math.min(11, (width / theme.font.size) * 0.3);

/**
 * Room at the right for the names of the lines, in em.
 * @param {FigureContext} context
 * @param {{ name: string, text: string }[]} labels
 */
export function labelRoom(context, labels) {
  const inOneLine = ({ name = "", text = "" }) =>
    name ? widthOf(name, BOLD) + widthOf(text, 1) + 1 : Math.min(6.5, widthOf(text, 0.8));
  const apart = ({ name = "", text = "" }) =>
    name ? Math.max(widthOf(name, BOLD), widthOf(text, 1)) : Math.min(6.5, widthOf(text, 0.8));
  const inLine = Math.max(2.5, ...labels.map(inOneLine)) + 1;
  const limit = most(context);
  return inLine <= limit ? inLine : Math.min(limit, Math.max(2.5, ...labels.map(apart)) + 1);
}

/**
 * Move labels of different heights apart until none touches its neighbour, as little as possible, within bounds.
 * @param {{ at: number, tall: number }[]} labels their middles
 * @param {number} height
 */
export function settle(labels, height) {
  const order = labels.map((_, i) => i).sort((a, b) => labels[a].at - labels[b].at);
  const places = labels.map(({ at }) => at);
  const inside = (/** @type {number} */ at, /** @type {number} */ tall) =>
    Math.max(tall / 2, Math.min(height - tall / 2, at));
  // those that touch become one group, in the middle of where its members would like to be
  let groups = order.map((i) => ({ members: [i], tall: labels[i].tall, at: inside(labels[i].at, labels[i].tall) }));
  for (let k = 1; k < groups.length; ) {
    const [a, b] = [groups[k - 1], groups[k]];
    if (b.at - a.at >= (a.tall + b.tall) / 2 - 0.01) {
      k += 1;
      continue;
    }
    const members = [...a.members, ...b.members];
    const tall = a.tall + b.tall;
    const middle = members.reduce((sum, i) => sum + labels[i].at, 0) / members.length;
    groups = [...groups.slice(0, k - 1), { members, tall, at: inside(middle, tall) }, ...groups.slice(k + 1)];
    k = Math.max(1, k - 1);
  }
  for (const { members, tall, at } of groups) {
    let top = at - tall / 2;
    for (const i of members) {
      places[i] = top + labels[i].tall / 2;
      top += labels[i].tall;
    }
  }
  return places;
}

/** How much smaller labels may be set where there is little room. */
const SMALLEST = 0.72;

/**
 * Of labels that would not all have room at their smallest: the outermost, and between them as many as there is room for.
 * @template {{ at: number, tall: number }} Item
 * @param {Item[]} labels
 * @param {number} height
 */
export function thinned(labels, height) {
  const needed = labels.reduce((sum, { tall }) => sum + tall, 0) * SMALLEST;
  if (needed <= height) return labels;
  const count = Math.max(2, Math.floor((labels.length * height) / needed));
  const sorted = [...labels].sort((a, b) => a.at - b.at);
  return Array.from({ length: count }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (count - 1))]);
}

/**
 * Names of lines in the margin at the right, all at the axis's end, so that they do not run along with the lines.
 * @param {FigureContext} context
 * @param {Record<string, any>} layout
 * @param {Label[]} labels
 * @param {{ height: number, range: readonly [number, number], limit: number, room: number, axis?: string, size?: number,
 *   isMany?: boolean }} where `room` as `labelRoom` found it; `isMany`: where there is no room for all, some do
 */
export function nameLines(
  { theme },
  layout,
  labels,
  { height, range: [low, high], limit, room, axis = "", size = 1, isMany = false },
) {
  const em = theme.font.size;
  const all = labels.map(({ name, text, y, colour }) => {
    const scale = size * (name ? 1 : 0.8);
    const inside = (room - 0.9) / scale;
    const fits = widthOf(name, BOLD) + (text && name ? 0.8 : 0) + widthOf(text, 1) <= inside;
    const bold = name ? (fits ? [name] : shortened(broken(name, inside, BOLD))) : [];
    const plain = text ? (fits ? [text] : broken(text, inside)) : [];
    const words = [...bold.map((line) => `<b>${lowered(line)}</b>`), ...plain];
    return {
      words: words.join(fits ? "  " : "<br>"),
      at: ((high - y) / (high - low)) * height,
      tall: em * scale * (fits ? 1.35 : 1.22 * words.length + 0.1),
      scale,
      colour,
    };
  });
  const set = isMany ? thinned(all, height) : all;
  // where even so there is no room for all of them, they are set smaller
  const squeeze = Math.max(SMALLEST, Math.min(1, height / set.reduce((sum, { tall }) => sum + tall, 1)));
  for (const label of set) {
    label.tall *= squeeze;
    label.scale *= squeeze;
  }
  settle(set, height).forEach((at, i) => {
    layout.annotations.push({
      text: set[i].words,
      x: limit,
      y: high - (at / height) * (high - low),
      xref: `x${axis}`,
      yref: `y${axis}`,
      xanchor: "left",
      yanchor: "middle",
      xshift: em * 0.5,
      align: "left",
      showarrow: false,
      font: { color: set[i].colour, size: em * set[i].scale },
    });
  });
}

/**
 * A panel's title: a name, and of what could be said beside it as much as there is room for.
 * @param {FigureContext} context
 * @param {string} name
 * @param {string[]} parts
 * @param {number} room in pixels
 */
export function titleOf({ theme }, name, parts, room) {
  const size = theme.font.size * 0.93;
  return [`<b>${lowered(name)}</b>`, ...fitting(parts, room - widthOf(name, size) * BOLD - size, size)].join("  ");
}

/**
 * The first of some texts that fit beside each other.
 * @param {string[]} parts
 * @param {number} room in pixels
 * @param {number} size of the type
 */
export function fitting(parts, room, size) {
  let used = 0;
  return parts.filter(Boolean).filter((part) => {
    used += widthOf(part, size) + size;
    return used <= room + size;
  });
}

/**
 * The title of a chart that has a single panel: what it shows, then what there is room for.
 * @param {FigureContext} context
 * @param {string[]} parts
 */
export const headline = ({ theme, width }, [what, ...parts]) =>
  [what, ...fitting(parts, width - widthOf(`${what}  `, theme.font.size), theme.font.size * 0.93)].join("   ");

/** Names of the branches that are drawn, for a title. @param {FigureContext} context @param {TrainingRecord} record */
export const branches = ({ t }, { ghosts }) =>
  ghosts.length ? `┄ ${t("train.before", { names: [...new Set(ghosts.map(({ label }) => label))].join(", ") })}` : "";
