/** The scene as two tables: all that the canvas shows, for the keyboard, for screen readers, and without WebGL. */
import { html } from "../vendor/preact.js";
import { edgeKey } from "../known.js";
import { openEdge } from "../state.js";
import { say, t } from "../words.js";
import { boot } from "../vocabulary.js";
import { EntityLink, Fictitious, KindMark } from "../parts/kind.js";
import { hiddenKinds, hide, scene, togglePin } from "./model.js";

export function Twin() {
  const off = hiddenKinds.value;
  const nodes = [...scene.value.nodes.values()].filter(({ ref }) => !off.has(ref.kind));
  const shown = new Set(nodes.map(({ ref }) => ref.uid));
  const edges = [...scene.value.edges.values()].filter((edge) => shown.has(edge.start) && shown.has(edge.end));
  return html`<div class="twin" tabindex="0" role="group" aria-label=${t("twin")}>
    <h2 class="section-title">${t("twin_nodes", { count: nodes.length })}</h2>
    <table class="table"><thead><tr><th scope="col">${t("entity")}</th><th scope="col">${t("kind")}</th><th scope="col"><span class="unseen">${t("actions")}</span></th></tr></thead>
      <tbody>${nodes.map(({ ref, pinned }) => html`<tr key=${ref.uid}>
        <td><${EntityLink} entity=${ref} /> <${Fictitious} fictitious=${ref.fictitious} /></td><td><${KindMark} kind=${ref.kind} /></td>
        <td class="number"><button type="button" class="link" aria-pressed=${pinned} onClick=${() => togglePin(ref.uid)}>${pinned ? t("unpin") : t("pin")}</button> ${" "}
          <button type="button" class="link" aria-label=${`${t("hide")} ${ref.caption}`} onClick=${() => hide([ref.uid])}>${t("hide")}</button></td></tr>`)}</tbody></table>
    <h2 class="section-title">${t("twin_edges", { count: edges.length })}</h2>
    <table class="table"><thead><tr><th scope="col">${t("relation")}</th><th scope="col">${t("sentence")}</th></tr></thead>
      <tbody>${edges.map((edge) => html`<tr key=${edgeKey(edge)}><td>${say(boot.value?.relations.get(edge.relation)?.words ?? edge.words)}</td>
        <td><button type="button" class="entity-link" onClick=${() => openEdge(edgeKey(edge))}><span>${say(edge.sentence)}</span></button></td></tr>`)}</tbody></table>
  </div>`;
}
