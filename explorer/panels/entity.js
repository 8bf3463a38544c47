/** An entity as the caller may see it: properties, what is hidden and how to ask, its relations, its sources. */
import { html } from "../vendor/preact.js";
import { go } from "../state.js";
import { t } from "../words.js";
import { answers } from "../vocabulary.js";
import { useAnswer } from "../parts/answer.js";
import { Fictitious, KindMark } from "../parts/kind.js";
import { Failure, Skeleton } from "../parts/notice.js";
import { EvidenceCard } from "../parts/evidence.js";
import { addEntity } from "../scene/show.js";
import { scene } from "../scene/model.js";
import { Properties } from "./properties.js";
import { Relations } from "./relations.js";

/** @typedef {import("../types.js").Entity} Entity */

/** @param {{uid: string}} props */
export function EntityPanel({ uid }) {
  /** @type {import("../parts/answer.js").Answer<{node: Entity}>} */
  const answer = useAnswer("node", { uid });
  const entity = answer.data?.node;
  if (answer.state === "failed") return html`<${Failure} error=${answer.error} retry=${answer.retry} />`;
  if (!entity) return html`<${Skeleton} rows=${7} />`;
  return html`<header class="panel-head">
      <p class="card-meta"><${KindMark} kind=${entity.kind} /><${Fictitious} fictitious=${entity.fictitious} /></p>
      <h2 class="panel-title">${entity.caption}</h2>
      ${entity.fictitious && html`<p class="panel-warning">${t("fictitious_note")}</p>`}
      <${Actions} entity=${entity} />
    </header>
    <${Properties} properties=${entity.properties} />
    <${Relations} entity=${entity} />
    <section class="panel-section"><h3 class="panel-subtitle">${t("sources")}</h3>
      ${entity.sources.length ? html`<ul class="evidence-list">${entity.sources.map((evidence, i) => html`<${EvidenceCard} key=${i} evidence=${evidence} />`)}</ul>`
        : html`<p class="quiet">${t("sources_none")}</p>`}
    </section>`;
}

/** What one may do next from here. @param {{entity: Entity}} props */
function Actions({ entity }) {
  const { uid, kind } = entity;
  const placed = scene.value.nodes.has(uid);
  const shut = { open: "", edge: "" };
  return html`<div class="panel-actions">
    ${(kind === "Demand" || answers(kind)) && html`<button type="button" class="button button-main" onClick=${() => go({ view: "match", demand: uid, text: "", kind: "", ...shut })}>${t(kind === "Demand" ? "do_match" : "do_demands")}</button>`}
    <button type="button" class="button" onClick=${() => go({ view: "paths", from: uid, ...shut })}>${t("do_from")}</button>
    <button type="button" class="button" onClick=${() => go({ view: "paths", to: uid, ...shut })}>${t("do_to")}</button>
    <button type="button" class="button" onClick=${() => go({ view: "partners", uid, ...shut })}>${t("do_partners")}</button>
    <button type="button" class="button" onClick=${() => go({ view: "policies", uid, ...shut })}>${t("do_policies")}</button>
    <button type="button" class="button" disabled=${placed} onClick=${() => addEntity(entity)}>${placed ? t("in_scene") : t("do_scene")}</button>
  </div>`;
}
