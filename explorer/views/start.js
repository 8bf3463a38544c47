/** Where everything begins: a search, demands to start from, and a demand in one's own words. */
import { html, useSignal } from "../vendor/preact.js";
import { boot } from "../vocabulary.js";
import { go, lang, openEntity } from "../state.js";
import { t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { Fictitious } from "../parts/kind.js";
import { Failure, Skeleton } from "../parts/notice.js";
import { SearchBox } from "../parts/searchbox.js";
import { forgetRecent, recent } from "../parts/suggest.js";

/** @typedef {import("../types.js").Ref} Ref */

/** A demand asks for its answers, anything else for its panel. @param {Ref} entity */
export function follow(entity) {
  if (entity.kind === "Demand") go({ view: "match", demand: entity.uid, text: "", kind: "", open: "", edge: "" });
  else openEntity(entity.uid);
}

export function Start() {
  const sample = boot.value?.labels.get("Patent")?.words[lang.value] ?? "";
  return html`<div class="start">
    <section class="start-hero">
      <h1 class="start-title">${t("tagline")}</h1>
      <p class="start-lead">${t("lead")}</p>
      <${SearchBox} id="start-search" large focused label=${t("search_label")} hint=${t("search_hint")} onPick=${follow} />
      <p class="start-hint">${sample && t("search_prefix", { kind: sample })}</p>
      <${Recent} />
    </section>
    <div class="start-columns">
      <${Examples} />
      <${Paste} />
    </div>
  </div>`;
}

function Recent() {
  if (!recent.value.length) return null;
  return html`<div class="recent" aria-label=${t("recent")} role="group">
    <span class="recent-title">${t("recent")}</span>
    ${recent.value.map((entity) => html`<button type="button" class="chip" key=${entity.uid} onClick=${() => follow(entity)}>${entity.caption}</button>`)}
    <button type="button" class="link" onClick=${forgetRecent}>${t("recent_clear")}</button>
  </div>`;
}

/** Demands of the graph, to begin with one. */
export function Examples() {
  /** @type {import("../parts/answer.js").Answer<{entities: {nodes: Ref[]}}>} */
  const answer = useAnswer("examples", {});
  const nodes = answer.data?.entities.nodes ?? [];
  return html`<section aria-labelledby="examples-title">
    <h2 id="examples-title" class="section-title">${t("examples")}</h2>
    ${answer.state === "failed" && html`<${Failure} error=${answer.error} retry=${answer.retry} />`}
    ${answer.state === "loading" && !answer.data && html`<${Skeleton} rows=${8} />`}
    ${answer.data && !nodes.length && html`<p class="quiet">${t("examples_none")}</p>`}
    <ul class="example-list">${nodes.map((demand) => html`<li key=${demand.uid}>
      <button type="button" class="example" onClick=${() => follow(demand)}>
        <span class="example-caption">${demand.caption}</span>
        <${Fictitious} fictitious=${demand.fictitious} />
      </button></li>`)}</ul>
  </section>`;
}

function Paste() {
  const text = useSignal("");
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (text.value.trim()) go({ view: "match", demand: "", text: text.value.trim(), kind: "", open: "", edge: "" });
  };
  return html`<section aria-labelledby="paste-title">
    <h2 id="paste-title" class="section-title"><label for="paste-text">${t("paste")}</label></h2>
    <form class="paste" onSubmit=${send}>
      <textarea id="paste-text" rows="7" maxlength="4000" placeholder=${t("paste_hint")} value=${text.value}
        onInput=${(/** @type {InputEvent} */ event) => { text.value = /** @type {HTMLTextAreaElement} */ (event.target).value; }}></textarea>
      <div class="paste-foot"><span class="quiet">${t("paste_note")}</span>
        <button type="submit" class="button button-main" disabled=${!text.value.trim()}>${t("paste_go")}</button></div>
    </form>
  </section>`;
}
