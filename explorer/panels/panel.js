/** The panel beside a view: an entity or a relation, named in the URL; Escape closes it and gives the focus back. */
import { html, useEffect, useRef } from "../vendor/preact.js";
import { closePanel, route } from "../state.js";
import { t } from "../words.js";
import { EntityPanel } from "./entity.js";
import { EvidencePanel } from "./evidence.js";

export function Panel() {
  const { open, edge } = route.value;
  const shown = edge || open;
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const trigger = useRef(/** @type {Element | null} */ (null));
  useEffect(() => {
    if (!shown) {
      if (trigger.current instanceof HTMLElement && trigger.current.isConnected) trigger.current.focus({ preventScroll: true });
      trigger.current = null;
      return;
    }
    const active = document.activeElement;
    if (active && active !== document.body && !box.current?.contains(active)) trigger.current = active;
    if (trigger.current) box.current?.focus({ preventScroll: true });
    if (box.current) box.current.scrollTop = 0;
  }, [shown]);
  if (!shown) return null;
  return html`<aside ref=${box} class="panel" tabindex="-1" aria-label=${edge ? t("panel_edge") : t("panel_entity")}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") closePanel(); }}>
    <button type="button" class="icon-button panel-close" aria-label=${t("close")} onClick=${closePanel}>×</button>
    ${edge ? html`<${EvidencePanel} key=${edge} edge=${edge} />` : html`<${EntityPanel} key=${open} uid=${open} />`}
  </aside>`;
}
