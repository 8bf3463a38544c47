/** The top of the page: name, search, views, language, key. */
import { html, useSignal, useSignalEffect } from "../vendor/preact.js";
import { apiKey, go, lang, route, speak, useKey, VIEWS } from "../state.js";
import { say, t } from "../words.js";
import { boot, keyRefused } from "../vocabulary.js";
import { SearchBox } from "./searchbox.js";
import { follow } from "../views/start.js";

/** @typedef {import("../state.js").View} View */

export function Header() {
  const view = route.value.view;
  return html`<header class="header">
    <a class="skip" href="#main" onClick=${(/** @type {Event} */ event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>${t("skip")}</a>
    <button type="button" class="wordmark" onClick=${() => go({ view: "start", open: "", edge: "" })}>
      <img src="icon.svg" alt="" width="26" height="26" /><span>${t("name")}</span>
    </button>
    <nav class="views" aria-label=${t("views")}>
      ${VIEWS.slice(1).map((name) => html`<button type="button" key=${name} class="view-tab" aria-current=${name === view ? "page" : undefined}
        onClick=${() => go({ view: name, open: "", edge: "" })}>${t(/** @type {`view_${View}`} */ (`view_${name}`))}</button>`)}
    </nav>
    <div class="header-search">${view !== "start" && html`<${SearchBox} id="top-search" label=${t("search_label")} hint=${t("search_hint")} onPick=${follow} />`}</div>
    <div class="header-tools">
      <${KeyBox} />
      <button type="button" class="link" lang=${lang.value === "zh" ? "en" : "zh-CN"} onClick=${() => speak(lang.value === "zh" ? "en" : "zh")}>${t("other_language")}</button>
    </div>
  </header>`;
}

function KeyBox() {
  const open = useSignal(false);
  const typed = useSignal("");
  const role = boot.value?.status.roleWords;
  const use = (/** @type {string} */ key) => { keyRefused.value = null; useKey(key); typed.value = ""; open.value = false; };
  useSignalEffect(() => { if (keyRefused.value) open.value = true; });
  return html`<div class="keybox" onKeyDown=${(/** @type {KeyboardEvent} */ e) => { if (e.key === "Escape") open.value = false; }}>
    <button type="button" class="link" aria-expanded=${open.value} aria-controls="key-panel" onClick=${() => { open.value = !open.value; }}>
      ${role ? say(role) : t("key")}</button>
    <form id="key-panel" class="key-panel" hidden=${!open.value} onSubmit=${(/** @type {Event} */ e) => { e.preventDefault(); use(typed.value.trim()); }}>
      ${role && html`<p>${t("key_role", { role: say(role) })}</p>`}
      <label class="field-label" for="key-input">${t("key")} <code>${t("key_label")}</code></label>
      <input id="key-input" type="password" autocomplete="off" class="text-input" value=${typed.value}
        onInput=${(/** @type {InputEvent} */ e) => { typed.value = /** @type {HTMLInputElement} */ (e.target).value; }} />
      ${keyRefused.value && html`<p class="key-refused" role="alert">${say(keyRefused.value.words)} <code class="code">${keyRefused.value.code}</code></p>`}
      <p class="quiet">${t("key_note")}</p>
      <div class="row">
        <button type="submit" class="button button-main" disabled=${!typed.value.trim()}>${t("key_set")}</button>
        ${apiKey.value && html`<button type="button" class="button" onClick=${() => use("")}>${t("key_drop")}</button>`}
      </div>
    </form>
  </div>`;
}
