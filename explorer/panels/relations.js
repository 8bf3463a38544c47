/** An entity's relations by name and direction with counts; one at a time unfolds, a hub asks for how many. */
import { html, useSignal } from "../vendor/preact.js";
import { say, t } from "../words.js";
import { count } from "../numbers.js";
import { useAnswer } from "../parts/answer.js";
import { EntityLink } from "../parts/kind.js";
import { StepLink } from "../parts/path.js";
import { Failure, Skeleton } from "../parts/notice.js";
import { addNeighborhood } from "../scene/show.js";

/**
 * @typedef {import("../types.js").RelationCount} RelationCount
 * @typedef {import("../types.js").Entity} Entity
 * @typedef {import("../types.js").Neighborhood} Neighborhood
 */

/** More edges than this are only shown after asking for how many. */
export const HUB = 50;
const MOST = 200;

/** @param {{entity: Entity}} props */
export function Relations({ entity }) {
  const open = useSignal("");
  if (!entity.counts.length) return html`<section class="panel-section"><h3 class="panel-subtitle">${t("relations")}</h3><p class="quiet">${t("relations_none")}</p></section>`;
  return html`<section class="panel-section"><h3 class="panel-subtitle">${t("relations")}</h3>
    <ul class="relations">${entity.counts.map((one) => {
      const key = `${one.relation}${one.forward ? ">" : "<"}`;
      const unfolded = open.value === key;
      return html`<li key=${key}>
        <button type="button" class="relation" aria-expanded=${unfolded} onClick=${() => { open.value = unfolded ? "" : key; }}>
          <span class="relation-arrow" aria-hidden="true">${one.forward ? "→" : "←"}</span>
          <span class="relation-name">${say(one.words)}</span><span class="chip-count">${count(one.count)}</span></button>
        ${unfolded && html`<${Unfolded} entity=${entity} one=${one} />`}</li>`;
    })}</ul></section>`;
}

/** @param {{entity: Entity, one: RelationCount}} props */
function Unfolded({ entity, one }) {
  const hub = one.count > HUB;
  const number = useSignal(hub ? 20 : one.count);
  const first = useSignal(hub ? 0 : one.count);
  const ask = (/** @type {Event} */ event) => { event.preventDefault(); first.value = Math.max(1, Math.min(MOST, number.value)); };
  return html`<div class="unfolded">
    ${hub && html`<form class="hub" onSubmit=${ask}>
      <label for="hub-number">${t("hub_ask", { count: count(one.count) })}</label>
      <input id="hub-number" class="text-input" type="number" min="1" max=${MOST} value=${number.value}
        onInput=${(/** @type {InputEvent} */ event) => { number.value = Number(/** @type {HTMLInputElement} */ (event.target).value) || 1; }} />
      <button type="submit" class="button">${t("hub_show")}</button></form>`}
    ${first.value > 0 && html`<${Neighbours} entity=${entity} one=${one} first=${first.value} />`}</div>`;
}

/** @param {{entity: Entity, one: RelationCount, first: number}} props */
function Neighbours({ entity, one, first }) {
  /** @type {import("../parts/answer.js").Answer<{neighborhood: Neighborhood}>} */
  const answer = useAnswer("neighborhood", { uid: entity.uid, relation: one.relation, direction: one.forward ? "OUT" : "IN", first });
  const hood = answer.data?.neighborhood;
  if (answer.state === "failed") return html`<${Failure} error=${answer.error} retry=${answer.retry} />`;
  if (!hood || answer.state === "loading") return html`<${Skeleton} rows=${Math.min(first, 4)} />`;
  const refs = new Map(hood.nodes.map((node) => [node.uid, node]));
  return html`<div class="row neighbours-head"><span class="quiet">${hood.truncated ? t("neighbours_some", { shown: count(hood.steps.length), count: count(one.count) }) : ""}</span>
      <button type="button" class="button" onClick=${() => addNeighborhood(entity.uid, hood)}>${t("expand_scene")}</button></div>
    <ul class="neighbours">${hood.steps.map((step) => {
      const ref = refs.get(step.start === entity.uid ? step.end : step.start);
      return ref && html`<li key=${ref.uid}><${StepLink} step=${step} /><${EntityLink} entity=${ref} /></li>`;
    })}</ul>`;
}
