/** What a mode of the page is. Nothing here exists at run time. */

import type { I18n } from "../base/i18n.js";
import type { AddressPart, Catalogue, Config, Page, State, Store, Theme } from "../base/types.js";
import type { Training } from "../controls/controls.js";
import type { HeadlineText } from "../shell/headline.js";
import type { Shortcut } from "../shell/keys.js";
import type { Take } from "../shell/share.js";

/** What is known of a mode before it is fetched. */
export interface Mode {
  /** its word in the address; `page.mode.<id>` in the locales is its name */
  id: string;
  /** the stylesheets that only it needs, in their order, as names in `static/css/`; written out, since the server reads them */
  sheets: string[];
  /** the parts of the page that it shows; what a part is, `css/layout.css` says; written out like the stylesheets */
  parts: string[];
  /** fields of the configuration that call for another mode's scripts and stylesheets as well: `{ field: id }` */
  companions?: Record<string, string>;
  address: AddressPart;
  /** the id of the element where the effect of a changed control is seen */
  shows: string;
  /** its own shortcuts; one that takes a key of the page's takes its place */
  keys?(part: () => any): Shortcut[];
  /** whether it has a picture of its own now, beside which the network and its views are a second screen */
  own?(state: State): boolean;
  /** what turning to it sets: from the state of an empty address, and the configuration that was left */
  turn?(fresh: { config: Config; page: Page; play: Config }, left: Config, catalogue: Catalogue): Partial<State>;
  /** what it asks of `/api/trace`, where that is not the configuration: an address without the question mark */
  query?(state: State, fields: string[], lang: string): string;
  /** whether what the page shows in this state is fetched by the mode itself, not from `/api/trace` */
  asks?(state: State): boolean;
  /** all else, fetched when the page first turns to it */
  load?(): Promise<(wiring: Wiring) => Part>;
}

/** What the page gives to a mode that it has fetched. */
export interface Wiring {
  store: Store;
  /** the page's address */
  base: string;
  words(): I18n;
  theme(): Theme;
  /** set fields of the page */
  patch(fields: Page, how?: "push" | "replace"): void;
  /** whether the page is turned to this mode */
  active(): boolean;
  /** the fields of a trace that the laboratory's parts need; of all of them, or of those in `seen` */
  needed(state: State, seen?: Set<string>): string[];
  /** another mode, once it has been fetched */
  other(id: string): any;
  /** the mode's own place on the page, above the laboratory's parts; made when it is first asked for */
  root(): HTMLElement;
}

/** A mode that has been fetched. */
export interface Part {
  /** the top of the page */
  headline?(state: State, t: I18n): HeadlineText;
  /** the column of controls, where it is not the laboratory's */
  mountControls?(root: HTMLElement, t: I18n): Column;
  /** what it adds to the laboratory's column */
  column?: Training;
  /** everything anew, in these words and colours */
  mount?(t: I18n): void;
  /** the state has changed; called once for each frame at most */
  update?(state: State): void;
  /** whether an error is told where its fault is */
  explains?(state: State): boolean;
  /** ask the server for what the page now shows */
  ask?(): void;
  /** ask again what was refused or lost */
  retry?(): void;
  /** the page turns to it, or from it to another one */
  enter?(): void;
  leave?(): void;
  /** how many layers its own pictures tell apart */
  depth?(): number;
  /** what can be taken along beside the link */
  takes?(t: I18n): Take[];
  [own: string]: any;
}

export interface Column {
  update(state: State): void;
  explains(state: State): boolean;
  find(names: string[]): HTMLElement[];
}
