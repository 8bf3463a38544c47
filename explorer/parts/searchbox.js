/** A search box with typed suggestions: the combobox pattern, arrows, Enter and Escape. */
import { html, useEffect, useRef, useSignal } from "../vendor/preact.js";
import { say, t } from "../words.js";
import { colorOf } from "../vocabulary.js";
import { Fictitious, KindMark } from "./kind.js";
import { remember, useSuggestions } from "./suggest.js";
import { Failure } from "./notice.js";

/** @typedef {import("../types.js").Ref} Ref */

/**
 * @param {{id: string, label: string, hint: string, kinds?: string[], large?: boolean, focused?: boolean, onPick: (entity: Ref) => void}} props
 */
export function SearchBox({ id, label, hint, kinds = [], large, focused, onPick }) {
  const typed = useSignal("");
  const open = useSignal(false);
  const chosen = useSignal(0);
  const entered = useSignal(false); // Enter was pressed before the answer to what is typed came
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const found = useSuggestions(typed.value, kinds);
  const listed = open.value && found.state !== "idle";
  useEffect(() => { if (focused) input.current?.focus({ preventScroll: true }); }, []);
  const current = found.state === "ready" && found.typed === typed.value;
  const active = Math.min(chosen.value, found.hits.length - 1);
  useEffect(() => { if (entered.value && current) take(); }, [current]);

  const close = () => { open.value = entered.value = false; };
  /** @param {Ref} entity */
  const pick = (entity) => {
    remember(entity);
    typed.value = "";
    open.value = false;
    onPick(entity);
  };
  const take = () => {
    entered.value = false;
    const hit = found.hits[active];
    if (hit) pick(hit.entity);
  };
  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") chosen.value = Math.max(0, Math.min(found.hits.length - 1, active + 1));
    else if (event.key === "ArrowUp") chosen.value = Math.max(0, active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && (current || chosen.value)) take();
    else if (event.key === "Enter" && typed.value.trim()) entered.value = true;
    else return;
    event.preventDefault();
  };
  /** @param {InputEvent} event */
  const onInput = (event) => {
    typed.value = /** @type {HTMLInputElement} */ (event.target).value;
    chosen.value = 0;
    entered.value = false;
    open.value = true;
  };
  return html`<div class=${large ? "search search-large" : "search"} onFocusOut=${(/** @type {FocusEvent} */ event) => leave(event, close)}>
    <svg class="search-icon" viewBox="0 0 20 20" aria-hidden="true"><circle cx="8.5" cy="8.5" r="5.5"/><path d="M12.8 12.8 17 17"/></svg>
    <input ref=${input} id=${id} type="text" class="search-input" role="combobox" autocomplete="off" spellcheck=${false}
      aria-label=${label} placeholder=${hint} aria-expanded=${listed} aria-controls="${id}-list" aria-autocomplete="list"
      aria-activedescendant=${listed && active >= 0 ? `${id}-${active}` : undefined}
      value=${typed.value} onInput=${onInput} onKeyDown=${onKeyDown} onFocus=${() => { open.value = true; }} />
    ${listed && html`<div class="suggestions">
      <${Listing} id=${id} found=${found} active=${active} pick=${pick} />
    </div>`}
    <div class="unseen" aria-live="polite">${listed && found.state === "ready" ? t("search_found", { count: found.hits.length }) : ""}</div>
  </div>`;
}

/**
 * @param {{id: string, found: import("./suggest.js").Suggestions, active: number, pick: (entity: Ref) => void}} props
 */
function Listing({ id, found, active, pick }) {
  if (found.state === "failed") return html`<${Failure} error=${found.error} />`;
  const empty = found.state === "ready" && !found.hits.length;
  return html`<ul id="${id}-list" role="listbox" aria-label=${t("search")} class="suggestion-list">
      ${found.hits.map(({ entity, snippet }, i) => html`
        <li key=${entity.uid} id="${id}-${i}" role="option" aria-selected=${i === active} class="suggestion" style=${{ "--kind": colorOf(entity.kind) }}
          onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()} onClick=${() => pick(entity)}>
          <span class="suggestion-main"><span class="suggestion-caption">${entity.caption}</span><${Fictitious} fictitious=${entity.fictitious} /></span>
          <${KindMark} kind=${entity.kind} />
          ${snippet && snippet !== entity.caption && html`<span class="suggestion-snippet">${snippet}</span>`}
        </li>`)}
    </ul>
    ${empty && html`<p class="suggestion-note">${t("search_none", { query: found.query })}</p>`}
    ${found.state === "loading" && !found.hits.length && html`<p class="suggestion-note">${t("searching")}</p>`}`;
}

/**
 * Close the list when the focus leaves the box.
 * @param {FocusEvent} event
 * @param {() => void} close
 */
function leave(event, close) {
  const box = /** @type {HTMLElement} */ (event.currentTarget);
  if (!box.contains(/** @type {Node | null} */ (event.relatedTarget))) close();
}

/**
 * An entity chosen in a form, with a way to choose another.
 * @param {{entity: Ref, label: string, onClear: () => void}} props
 */
export function Picked({ entity, label, onClear }) {
  return html`<div class="picked" style=${{ "--kind": colorOf(entity.kind) }}>
    <i class="kind-dot" aria-hidden="true"></i><span class="picked-caption" title=${say(entity.kindWords)}>${entity.caption}</span>
    <button type="button" class="icon-button" aria-label=${label} onClick=${onClear}>×</button></div>`;
}
