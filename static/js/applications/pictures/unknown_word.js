/**
 * A word that the network does not know, in every picture alike: a dashed frame where it stands and, below it in small
 * letters, what the network reads in its place. Screen readers are told in words, by each picture's own labels.
 */

import { h } from "../../base/dom.js";

/** The class of what is not known. */
export const UNKNOWN = "unknown-word";

/** What is read in a word's place, below it; drawn by the style, so that it is no part of a button's text. @param {string} text */
export const readAs = (text) => h("span", { class: "read-as", "data-read": text, "aria-hidden": "true" });
