/** The kinds in the scene with their numbers; pressing one hides or shows it. */
import { html } from "../vendor/preact.js";
import { t } from "../words.js";
import { boot, colorOf, kindName } from "../vocabulary.js";
import { count } from "../numbers.js";
import { hiddenKinds, scene, toggleKind } from "./model.js";

export function Legend() {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { ref } of scene.value.nodes.values()) counts.set(ref.kind, (counts.get(ref.kind) ?? 0) + 1);
  const order = [...(boot.value?.labels.keys() ?? [])];
  const kinds = [...counts.keys()].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  if (!kinds.length) return null;
  return html`<div class="legend" role="group" aria-label=${t("legend")}>
    ${kinds.map((kind) => html`<button type="button" key=${kind} class="legend-kind" aria-pressed=${!hiddenKinds.value.has(kind)} style=${{ "--kind": colorOf(kind) }}
      title=${t("legend_toggle", { kind: kindName(kind) })} onClick=${() => toggleKind(kind)}>
      <i class="kind-dot" aria-hidden="true"></i>${kindName(kind)}<span class="chip-count">${count(counts.get(kind) ?? 0)}</span></button>`)}
  </div>`;
}
