/** One ranked answer: who or what, how strong and why, its paths behind a fold. */
import { html, useSignal } from "../vendor/preact.js";
import { go, openEntity } from "../state.js";
import { say, t } from "../words.js";
import { score } from "../numbers.js";
import { Factors } from "./factors.js";
import { Fictitious, KindMark } from "./kind.js";
import { PathItem } from "./path.js";
import { showInScene } from "../scene/show.js";

/** @typedef {import("../types.js").Explanation} Explanation */

/**
 * @param {{explanation: Explanation, rank: number, from: string}} props  `from`: uid of the demand, "" for typed text
 */
export function Answer({ explanation, rank, from }) {
  const { target, factors, paths, summary } = explanation;
  const told = factors.some((factor) => say(summary).includes(say(factor.reason)));
  return html`<li class="card">
    <div class="card-rank" aria-hidden="true">${rank}</div>
    <div class="card-main">
      <p class="card-meta"><${KindMark} kind=${target.kind} /><${Fictitious} fictitious=${target.fictitious} /></p>
      <h2 class="card-title"><button type="button" class="title-button" onClick=${() => openEntity(target.uid)}>${target.caption}</button></h2>
      ${!told && html`<p class="card-summary">${say(summary)}</p>`}
    </div>
    <p class="card-score"><span class="card-score-name">${t("score")}</span><strong>${score(explanation.score)}</strong></p>
    <div class="card-body">
      <${Factors} factors=${factors} />
      <${CardPaths} paths=${paths} from=${from} to=${target.uid} />
    </div>
  </li>`;
}

/**
 * The paths of a card behind a fold, and where to go with them.
 * @param {{paths: import("../types.js").Path[], from: string, to: string}} props
 */
export function CardPaths({ paths, from, to }) {
  const open = useSignal(false);
  return html`<div class="card-tools">
      ${paths.length > 0 && html`<button type="button" class="button" aria-expanded=${open.value} onClick=${() => { open.value = !open.value; }}>
        <span class="fold" aria-hidden="true"></span>${t("paths_count", { count: paths.length })}</button>
      <button type="button" class="button" onClick=${() => showInScene(paths)}>${t("show_in_scene")}</button>`}
      ${from && html`<button type="button" class="button" onClick=${() => go({ view: "paths", from, to, open: "", edge: "" })}>${t("all_paths")}</button>`}
    </div>
    ${open.value && html`<ul class="path-list">${paths.map((path, i) => html`<${PathItem} key=${i} path=${path} />`)}</ul>`}`;
}
