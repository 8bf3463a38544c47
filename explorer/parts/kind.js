/** How an entity is named: its kind as a coloured mark with a word, its caption, whether it is fictitious. */
import { html } from "../vendor/preact.js";
import { say, t } from "../words.js";
import { colorOf, kindName } from "../vocabulary.js";
import { openEntity } from "../state.js";

/** @typedef {import("../types.js").Ref} Ref */

/** @param {{kind: string}} props */
export function KindMark({ kind }) {
  return html`<span class="kind" style=${{ "--kind": colorOf(kind) }}><i class="kind-dot" aria-hidden="true"></i>${kindName(kind)}</span>`;
}

/** @param {{fictitious: boolean}} props */
export function Fictitious({ fictitious }) {
  return fictitious ? html`<span class="badge" title=${t("fictitious_note")}>${t("fictitious")}</span>` : null;
}

/**
 * An entity's caption as a button that opens its panel.
 * @param {{entity: Ref}} props
 */
export function EntityLink({ entity }) {
  return html`<button type="button" class="entity-link" style=${{ "--kind": colorOf(entity.kind) }} title=${say(entity.kindWords)}
    onClick=${() => openEntity(entity.uid)}><i class="kind-dot" aria-hidden="true"></i><span>${entity.caption}</span></button>`;
}
