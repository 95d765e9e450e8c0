/**
 * The one table of shortcuts: it feeds the handler and the help. A row names the keys, the text that
 * explains it (`keys.<id>` in the locales) and what it runs.
 */

/**
 * @typedef {object} Shortcut
 * @property {string} id
 * @property {string[]} keys as `KeyboardEvent.key` gives them; letters in lower case; `Shift+` in front where it counts
 * @property {(event: KeyboardEvent) => void} run
 * @property {Record<string, any>} [values] for the text
 */

/**
 * @typedef {object} Actions
 * @property {(steps: number) => void} step
 * @property {(end: "first" | "last") => void} jump
 * @property {() => void} toggle
 * @property {(direction: "forward" | "backward") => void} play
 * @property {() => void} reset
 * @property {() => void} presenter
 * @property {() => void} controls
 * @property {() => void} theme
 * @property {() => void} language
 * @property {() => void} lessons
 * @property {() => void} equations
 * @property {() => void} lecture
 * @property {() => void} share
 * @property {(index: number) => void} view
 * @property {() => void} help
 * @property {() => void} mode
 * @property {(by: 1 | -1) => void} turnView
 * @property {(by: 1 | -1) => void} turnLayer
 */

/**
 * @param {Actions} act
 * @param {string[]} views titles of the tabs, for the digits
 * @param {string[]} modes their names
 * @param {Shortcut[]} [modeRows] those of the mode: where one takes a key of the page's, the page's is not there
 * @returns {Shortcut[]}
 */
export function shortcuts(act, views, modes, modeRows = []) {
  const taken = modeRows.flatMap(({ keys }) => keys);
  const rows = [
    { id: "back", keys: ["ArrowLeft"], run: () => act.step(-1) },
    { id: "ahead", keys: ["ArrowRight"], run: () => act.step(1) },
    { id: "back10", keys: ["Shift+ArrowLeft"], run: () => act.step(-10) },
    { id: "ahead10", keys: ["Shift+ArrowRight"], run: () => act.step(10) },
    { id: "first", keys: ["Home"], run: () => act.jump("first") },
    { id: "last", keys: ["End"], run: () => act.jump("last") },
    { id: "toggle", keys: [" "], run: () => act.toggle() },
    { id: "forward", keys: ["f"], run: () => act.play("forward") },
    { id: "backward", keys: ["b"], run: () => act.play("backward") },
    { id: "reset", keys: ["r"], run: () => act.reset() },
    { id: "presenter", keys: ["p"], run: () => act.presenter() },
    { id: "controls", keys: ["c"], run: () => act.controls() },
    { id: "theme", keys: ["t"], run: () => act.theme() },
    { id: "language", keys: ["l"], run: () => act.language() },
    { id: "lessons", keys: ["m"], run: () => act.lessons() },
    { id: "equations", keys: ["e"], run: () => act.equations() },
    { id: "lecture", keys: ["k"], run: () => act.lecture() },
    { id: "share", keys: ["s"], run: () => act.share() },
    ...views.slice(0, 9).map((view, index) => ({
      id: "view",
      keys: [String(index + 1)],
      values: { view },
      run: () => act.view(index),
    })),
    { id: "view_next", keys: ["v"], run: () => act.turnView(1) },
    { id: "view_before", keys: ["Shift+v"], run: () => act.turnView(-1) },
    { id: "layer_above", keys: ["Shift+ArrowUp"], run: () => act.turnLayer(1) },
    { id: "layer_below", keys: ["Shift+ArrowDown"], run: () => act.turnLayer(-1) },
    { id: "help", keys: ["?"], run: () => act.help() },
  ];
  const mode = { id: "mode", keys: ["x"], values: { modes: modes.join(", ") }, run: () => act.mode() };
  return [mode, ...modeRows, ...rows.filter(({ keys }) => !keys.some((key) => taken.includes(key)))];
}

/** What an element does with a key by itself: there the page keeps its hands off. */
const TEXT = 'input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';
const ARROWS = 'input, [role="tab"], [role="slider"], [role="radio"], [role="region"][tabindex]';
const SPACE = 'button, summary, input:not([type="range"]), a[href]';

/**
 * The name of a pressed key in the table's terms.
 * @param {{key: string, shiftKey: boolean}} event
 */
export function nameOf({ key, shiftKey }) {
  if (key.length === 1) return key.toLowerCase();
  return shiftKey ? `Shift+${key}` : key;
}

/**
 * Whether the element that has the focus wants this key for itself.
 * @param {{matches?: (selector: string) => boolean, closest?: (selector: string) => any} | null} target
 * @param {string} name
 */
export function claimed(target, name) {
  if (!target?.matches) return false;
  if (target.matches(TEXT)) return true;
  if (target.closest?.("dialog[open]")) return true;
  if (name === " ") return target.matches(SPACE);
  if (/Arrow|Home|End/.test(name)) return target.matches(ARROWS);
  return false;
}

/**
 * @param {Shortcut[]} table
 * @param {() => boolean} enabled
 * @returns {(event: KeyboardEvent) => void}
 */
export function handler(table, enabled) {
  /** @type {Map<string, Shortcut>} */
  const byKey = new Map();
  for (const row of table) for (const key of row.keys) byKey.set(key, row);
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const name = nameOf(event);
    const row = (event.shiftKey && byKey.get(`Shift+${name}`)) || byKey.get(name);
    if (!row || claimed(/** @type {any} */ (event.target), name)) return;
    if (name.length === 1 && name !== " " && !enabled()) return;
    event.preventDefault();
    row.run(event);
  };
}

/** @type {Record<string, string>} */
const SHOWN = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

/**
 * A key as the help shows it.
 * @param {string} key
 * @param {import("../base/types.js").Translate} t
 */
export function label(key, t) {
  return key
    .split("+")
    .map((part) => {
      if (part === " ") return t("keys.key.space");
      if (part === "Shift") return t("keys.key.shift");
      if (part === "Home") return t("keys.key.home");
      if (part === "End") return t("keys.key.end");
      return SHOWN[part] ?? part.toUpperCase();
    })
    .join(" + ");
}

const KEPT = "unroll.keys";

/** Whether single-letter shortcuts act: a reader who dictates or tires of them turns them off. */
export function createSwitch() {
  let on = true;
  try {
    on = localStorage.getItem(KEPT) !== "off";
  } catch {
    // A browser without storage for this page: the choice lasts as long as the page.
  }
  return {
    get on() {
      return on;
    },
    /** @param {boolean} value */
    set(value) {
      on = value;
      try {
        localStorage.setItem(KEPT, value ? "on" : "off");
      } catch {
        // As above.
      }
    },
  };
}
