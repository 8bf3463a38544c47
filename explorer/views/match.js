/** A demand and its ranked answers. */
import { html, useMemo } from "../vendor/preact.js";
import { adjust, go, route } from "../state.js";
import { t } from "../words.js";
import { colorOf, kindName } from "../vocabulary.js";
import { count } from "../numbers.js";
import { useAnswer } from "../parts/answer.js";
import { EntityLink, Fictitious, KindMark } from "../parts/kind.js";
import { Failure, Skeleton } from "../parts/notice.js";
import { Answer } from "../parts/explanation.js";
import { SearchBox } from "../parts/searchbox.js";
import { Abstained } from "../parts/abstained.js";
import { Examples } from "./start.js";

/** @typedef {import("../types.js").MatchResult} MatchResult */

const FIRST = 20;

/** What one may ask for, all kinds first. */
function asked() {
  const { demand, text } = route.value;
  return demand ? { demand, first: FIRST } : text ? { text, first: FIRST } : null;
}

export function Match() {
  const { kind } = route.value;
  /** @type {import("../parts/answer.js").Answer<{match: MatchResult}>} */
  const all = useAnswer("match", asked());
  /** @type {import("../parts/answer.js").Answer<{match: MatchResult}>} */
  const one = useAnswer("match", kind && asked() ? { ...asked(), targets: [kind] } : null);
  const shown = kind ? one : all;
  const result = shown.data?.match;
  if (!asked()) return html`<${Ask} />`;
  return html`<div class="measure" aria-busy=${shown.state === "loading"}>
    <${Head} result=${all.data?.match ?? null} />
    <${Kinds} result=${all.data?.match ?? null} />
    <div class="unseen" aria-live="polite">${shown.state === "ready" && result ? t("answers_found", { count: result.explanations.length }) : ""}</div>
    ${shown.state === "failed" && html`<${Failure} error=${shown.error} retry=${shown.retry} />`}
    ${shown.state === "loading" && html`<div class="skeleton-cards"><${Skeleton} rows=${3} label=${t("matching")} /></div>`}
    ${shown.state === "ready" && result && html`<${Results} result=${result} />`}
  </div>`;
}

/** Nothing asked yet: pick a demand. */
function Ask() {
  return html`<div class="measure ask">
    <h1 class="view-title">${t("match_title")}</h1><p class="view-sub">${t("match_lead")}</p>
    <${SearchBox} id="match-search" large focused kinds=${["Demand"]} label=${t("match_pick")} hint=${t("match_pick")}
      onPick=${(/** @type {import("../types.js").Ref} */ entity) => go({ demand: entity.uid, text: "", kind: "" })} />
    <p class="quiet">${t("match_or")} <button type="button" class="link" onClick=${() => go({ view: "start" })}>${t("paste")}</button></p>
    <${Examples} />
  </div>`;
}

/** @param {{result: MatchResult | null}} props */
function Head({ result }) {
  const { text } = route.value;
  const demand = result?.demand;
  return html`<header class="view-head match-head">
    <p class="card-meta">${demand ? html`<${KindMark} kind=${demand.kind} /><${Fictitious} fictitious=${demand.fictitious} />` : " "}</p>
    <h1 class="view-title">${text ? html`<q class="typed">${text}</q>` : demand ? html`<${EntityLink} entity=${demand} />` : " "}</h1>
    <div class="terms">${result && result.terms.length > 0 && html`<span class="quiet">${t("terms")}</span>
      <ul class="chips">${result.terms.map((term) => html`<li key=${term.uid} class="chip"><${EntityLink} entity=${term} /></li>`)}</ul>`}</div>
  </header>`;
}

/** Which kinds of answer there are; pressing one asks for more of it. @param {{result: MatchResult | null}} props */
function Kinds({ result }) {
  const counts = useMemo(() => tally(result), [result]);
  const { kind } = route.value;
  if (kind && !counts.has(kind)) counts.set(kind, 0);
  if (!result || counts.size === 0) return html`<div class="kinds"></div>`;
  return html`<div class="kinds chips" role="group" aria-label=${t("kinds")}>
    <button type="button" class="chip" aria-pressed=${!kind} onClick=${() => adjust({ kind: "" })}>${t("kinds_all")}<span class="chip-count">${count(result.explanations.length)}</span></button>
    ${[...counts].map(([name, number]) => html`<button type="button" class="chip" key=${name} aria-pressed=${kind === name} style=${{ "--kind": colorOf(name) }}
      onClick=${() => adjust({ kind: kind === name ? "" : name })}><i class="kind-dot" aria-hidden="true"></i>${kindName(name)}<span class="chip-count">${count(number)}</span></button>`)}
  </div>`;
}

/** @param {MatchResult | null} result */
function tally(result) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { target } of result?.explanations ?? []) counts.set(target.kind, (counts.get(target.kind) ?? 0) + 1);
  return counts;
}

/** @param {{result: MatchResult}} props */
function Results({ result }) {
  if (result.abstained || !result.explanations.length) return html`<${Abstained} result=${result} />`;
  return html`<p class="quiet considered">${t("considered", { count: count(result.considered), shown: count(result.explanations.length) })}</p>
    <ol class="cards">${result.explanations.map((explanation, i) => html`
      <${Answer} key=${explanation.target.uid} explanation=${explanation} rank=${i + 1} from=${route.value.demand} />`)}</ol>`;
}
