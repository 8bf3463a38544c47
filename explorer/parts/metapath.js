/** The types of path found, each with its number; switching one off takes its paths away. */
import { html } from "../vendor/preact.js";
import { lang } from "../state.js";
import { t } from "../words.js";
import { boot, kindName } from "../vocabulary.js";
import { count } from "../numbers.js";

/** @typedef {import("../types.js").Path} Path */

/**
 * "Demand>MENTIONS>Term<MENTIONS<Patent" in words: 技术需求 —提及→ 技术术语 ←提及— 专利.
 * @param {string} metapath
 */
export function metapathWords(metapath) {
  const [first = "", ...rest] = metapath.split(/([<>-]\w+[<>-])/);
  return kindName(first) + rest.map((part, i) => (i % 2 ? kindName(part) : arrow(part))).join("");
}

/** @param {string} part  such as ">MENTIONS>" */
function arrow(part) {
  const words = boot.value?.relations.get(part.slice(1, -1))?.words[lang.value] ?? part.slice(1, -1);
  if (part.startsWith("-")) return ` —${words}— `;
  return part.startsWith(">") ? ` —${words}→ ` : ` ←${words}— `;
}

/**
 * @param {{paths: Path[], off: Set<string>, onToggle: (metapath: string) => void}} props
 */
export function Metapaths({ paths, off, onToggle }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { metapath } of paths) counts.set(metapath, (counts.get(metapath) ?? 0) + 1);
  if (counts.size < 2) return null;
  return html`<details class="metapaths"><summary>${t("metapaths", { count: counts.size })}</summary><div class="metapath-list" role="group" aria-label=${t("metapaths", { count: counts.size })}>
    ${[...counts].map(([metapath, number]) => html`<label key=${metapath} class="metapath">
      <input type="checkbox" checked=${!off.has(metapath)} onChange=${() => onToggle(metapath)} />
      <span>${metapathWords(metapath)}</span><span class="chip-count">${count(number)}</span></label>`)}</div></details>`;
}
