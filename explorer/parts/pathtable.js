/** The same paths as rows: rank, chain and sentence, score, share. Pointing at a row stresses it in the columns. */
import { html } from "../vendor/preact.js";
import { edgeKey } from "../known.js";
import { say, t } from "../words.js";
import { percent, score } from "../numbers.js";
import { Chain } from "./path.js";

/** @typedef {import("../types.js").Path} Path */

/**
 * @param {{paths: Path[], onPoint: (lit: Set<string> | null) => void}} props
 */
export function PathTable({ paths, onPoint }) {
  return html`<div class="table-frame"><table class="table path-table"><caption class="unseen">${t("path_table")}</caption>
    <thead><tr><th scope="col" class="number">#</th><th scope="col">${t("path")}</th>
      <th scope="col" class="number">${t("hops_short")}</th><th scope="col" class="number">${t("score")}</th><th scope="col" class="number">${t("share")}</th></tr></thead>
    <tbody>${paths.map((path, i) => {
      const keys = () => new Set(path.steps.map(edgeKey));
      return html`<tr key=${i} onMouseEnter=${() => onPoint(keys())} onMouseLeave=${() => onPoint(null)} onFocusIn=${() => onPoint(keys())} onFocusOut=${() => onPoint(null)}>
        <td class="number">${i + 1}</td>
        <td><${Chain} path=${path} /><p class="path-sentence">${say(path.sentence)}</p></td>
        <td class="number">${path.steps.length}</td><td class="number">${score(path.score)}</td><td class="number">${percent(path.share)}</td></tr>`;
    })}</tbody></table></div>`;
}
