/** The page's modes, in the order of their tabs. A new mode is one file and one line here. */

import { apps } from "./apps.js";
import { lab } from "./lab.js";
import { train } from "./train.js";

// The server reads this list too, for the tabs and for what a page begins with.
export const MODES = [lab, train, apps];
