/** Every word of the page in Chinese and English. Words of kinds, relations and reasons come with the answers. */
import { lang } from "./state.js";
import { GRAPH } from "./words/graph.js";
import { PAGE } from "./words/page.js";
import { PANELS } from "./words/panels.js";
import { VIEWS } from "./words/views.js";

/** @typedef {import("./types.js").Words} Words */
/** @typedef {keyof typeof WORDS} WordKey */

export const WORDS = { ...PAGE, ...VIEWS, ...PANELS, ...GRAPH };

/**
 * A word of the page in the current language, its `{placeholders}` filled.
 * @param {WordKey} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = /** @type {string} */ (WORDS[key][lang.value === "zh" ? 0 : 1]);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * Words of an answer in the current language.
 * @param {Words | null | undefined} words
 */
export function say(words) {
  return words ? words[lang.value] : "";
}
