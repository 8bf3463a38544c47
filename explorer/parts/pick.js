/** A form's field for an entity: a search box until one is chosen, named by uid in the URL. */
import { html } from "../vendor/preact.js";
import { learnt, refOf } from "../known.js";
import { t } from "../words.js";
import { useAnswer } from "./answer.js";
import { Picked, SearchBox } from "./searchbox.js";

/**
 * @param {{id: string, label: string, uid: string, onPick: (uid: string) => void}} props
 */
export function Pick({ id, label, uid, onPick }) {
  const known = learnt.value >= 0 && uid ? refOf(uid) : null;
  useAnswer("node", uid && !known ? { uid } : null);
  return html`<div class="pick"><span class="field-label">${label}</span>
    ${uid ? html`<${Picked} entity=${known ?? { uid, caption: uid, kind: "", kindWords: { zh: "", en: "" }, fictitious: false }} label=${t("pick_clear", { label })} onClear=${() => onPick("")} />`
      : html`<${SearchBox} id=${id} label=${label} hint=${t("search_hint")} onPick=${(/** @type {import("../types.js").Ref} */ entity) => onPick(entity.uid)} />`}</div>`;
}

/**
 * The hop bound of a search.
 * @param {{hops: number, onChange: (hops: number) => void}} props
 */
export function Hops({ hops, onChange }) {
  return html`<label class="pick hops"><span class="field-label">${t("hops")}</span>
    <select class="text-input" value=${String(hops)} onChange=${(/** @type {Event} */ event) => onChange(Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
      ${[1, 2, 3, 4, 5, 6].map((n) => html`<option key=${n} value=${String(n)}>${t("hops_at_most", { hops: n })}</option>`)}</select></label>`;
}
