/** Which symbol each part of the drawn network stands for, and where it is. Measures in CSS pixels. */

import { laneOf } from "../network/scene.js";

/** @typedef {import("../network/scene.js").Places} Places */
/** @typedef {{ left: number, top: number, width: number, height: number }} Box */
/** @typedef {{ id: string, box: Box, sub?: string }} Region */

/** What the picture shows of a symbol that it has no lane for. @type {Record<string, string>} */
const DRAWN_AS = {
  c: "h",
  gradient: "norm_gradient",
  delta: "norm_gradient",
  own_loss: "norm_gradient",
  arrives: "norm_gradient",
  floor: "norm_gradient",
  y: "L",
};

/**
 * Every lane of the picture; where the numbers at the right stand has a place of its own.
 * @param {Places} places
 * @param {Float64Array} edges where the steps begin and end
 * @returns {Region[]}
 */
export function regionsOf(places, edges) {
  const left = edges[0];
  const end = edges[edges.length - 1];
  const width = end - left;
  const rows = places.tops.flatMap((top, i) => {
    const lane = laneOf(places, i) - places.lane / 2;
    const value = places.left + places.width + (places.width - width > 1 ? 0 : 1);
    return [
      { id: "h", box: { left, top, width, height: places.strip } },
      { id: "norm_gradient", box: { left, top: lane, width, height: places.lane } },
      {
        id: "norm_gradient",
        box: { left: end + 2, top: lane, width: Math.max(24, value - end + 60), height: places.lane },
      },
    ];
  });
  return [
    { id: "L", box: { left, top: places.first - places.above, width, height: places.above } },
    ...rows,
    { id: "x", box: { left, top: places.inputs, width, height: places.below } },
  ];
}

/**
 * The symbol under a point, with its box: of a lane the step that the point is at.
 * @param {Places} places
 * @param {Float64Array} edges
 * @param {number} x
 * @param {number} y
 * @returns {Region | null}
 */
export function symbolAt(places, edges, x, y) {
  const region = regionsOf(places, edges).find(
    ({ box }) => x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height,
  );
  return region ?? null;
}

/** The lanes that show a symbol. @param {Places} places @param {Float64Array} edges @param {string} id */
export const boxesOf = (places, edges, id) =>
  regionsOf(places, edges)
    .filter((region) => region.id === (DRAWN_AS[id] ?? id) && region.box.left === edges[0])
    .map(({ box }) => box);
