/** A path as a chain one can read and press, and as a sentence. */
import { html } from "../vendor/preact.js";
import { edgeKey } from "../known.js";
import { openEdge, route } from "../state.js";
import { say, t } from "../words.js";
import { percent, score } from "../numbers.js";
import { EntityLink } from "./kind.js";

/**
 * @typedef {import("../types.js").Path} Path
 * @typedef {import("../types.js").Step} Step
 */

/**
 * The relation between two entities as a button that opens its evidence; its arrow shows the relation's own direction.
 * @param {{step: Step}} props
 */
export function StepLink({ step }) {
  const key = edgeKey(step);
  return html`<button type="button" class="step" aria-pressed=${route.value.edge === key} aria-label=${`${say(step.sentence)} ${t("evidence_open")}`}
    onClick=${() => openEdge(key)}>
    <span aria-hidden="true">${step.forward ? "—" : "←"}</span>${say(step.words)}<span aria-hidden="true">${step.forward ? "→" : "—"}</span></button>`;
}

/** @param {{path: Path}} props */
export function Chain({ path }) {
  return html`<span class="chain">${path.nodes.map((node, i) => html`
    <${EntityLink} key=${node.uid} entity=${node} />
    ${path.steps[i] && html`<${StepLink} step=${path.steps[i]} />`}`)}</span>`;
}

/**
 * One path of a list: its chain, its sentence, its score and its part of the pair's whole.
 * @param {{path: Path}} props
 */
export function PathItem({ path }) {
  return html`<li class="path-item">
    <${Chain} path=${path} />
    <p class="path-sentence">${say(path.sentence)}</p>
    <p class="path-figures">${t("path_score", { score: score(path.score) })}<span>${t("path_share", { share: percent(path.share) })}</span></p>
  </li>`;
}
