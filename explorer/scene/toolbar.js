/** What one may do with the scene. */
import { html } from "../vendor/preact.js";
import { route } from "../state.js";
import { t } from "../words.js";
import { canRedo, canUndo, clear, hide, keepOnly, redo, scene, togglePin, undo } from "./model.js";

/**
 * @param {{table: boolean, drawable: boolean, onTable: () => void, onCenter: () => void, onRelayout: () => void, busy: boolean}} props
 */
export function Toolbar({ table, drawable, onTable, onCenter, onRelayout, busy }) {
  const chosen = scene.value.nodes.get(route.value.open);
  const empty = scene.value.nodes.size === 0;
  return html`<div class="toolbar" role="toolbar" aria-label=${t("toolbar")}>
    <button type="button" class="button" aria-pressed=${table} disabled=${!drawable} onClick=${onTable}>${t("as_table")}</button>
    <span class="toolbar-gap"></span>
    <button type="button" class="button" disabled=${!canUndo.value} onClick=${undo}>${t("undo")}</button>
    <button type="button" class="button" disabled=${!canRedo.value} onClick=${redo}>${t("redo")}</button>
    <span class="toolbar-gap"></span>
    <button type="button" class="button" disabled=${!chosen} onClick=${() => chosen && hide([chosen.ref.uid])}>${t("hide")}</button>
    <button type="button" class="button" disabled=${!chosen} onClick=${() => chosen && keepOnly(around(chosen.ref.uid))}>${t("keep_around")}</button>
    <button type="button" class="button" disabled=${!chosen} aria-pressed=${chosen?.pinned ?? false} onClick=${() => chosen && togglePin(chosen.ref.uid)}>${t("pin")}</button>
    <span class="toolbar-gap"></span>
    <button type="button" class="button" disabled=${empty || table} onClick=${onCenter}>${t("center")}</button>
    <button type="button" class="button" disabled=${empty || table || busy} onClick=${onRelayout}>${t("relayout")}</button>
    <button type="button" class="button" disabled=${empty} onClick=${clear}>${t("clear")}</button>
  </div>`;
}

/** A node and its neighbours. @param {string} uid */
function around(uid) {
  const near = [...scene.value.edges.values()].filter((edge) => edge.start === uid || edge.end === uid);
  return new Set([uid, ...near.flatMap((edge) => [edge.start, edge.end])]);
}
