/** A relation: what it means in a sentence, how sure it is, and every row that states it. */
import { html } from "../vendor/preact.js";
import { edgeOf, learnt, refOf, siblings, stepOf } from "../known.js";
import { say, t } from "../words.js";
import { boot } from "../vocabulary.js";
import { date, percent } from "../numbers.js";
import { useAnswer } from "../parts/answer.js";
import { EntityLink } from "../parts/kind.js";
import { Calm, Failure, Skeleton } from "../parts/notice.js";
import { EvidenceCard } from "../parts/evidence.js";
import { StepLink } from "../parts/path.js";

/** @typedef {import("../types.js").Step} Step */

const FETCHED = 200;

/** @param {{edge: string}} props */
export function EvidencePanel({ edge }) {
  const ends = edgeOf(edge);
  const known = learnt.value >= 0 ? stepOf(edge) : null;
  const asked = ends && !known ? { uid: ends.start, relation: ends.relation, direction: "OUT", first: FETCHED } : null;
  /** @type {import("../parts/answer.js").Answer<unknown>} */
  const answer = useAnswer("neighborhood", asked);
  if (known) return html`<${Relation} step=${known} /><${Siblings} edge=${edge} />`;
  if (answer.state === "failed") return html`<${Failure} error=${answer.error} retry=${answer.retry} />`;
  if (answer.state === "loading") return html`<${Skeleton} rows=${6} />`;
  return html`<${Calm} title=${t("edge_unknown")} />`;
}

/** @param {{step: Step}} props */
function Relation({ step }) {
  const words = boot.value?.relations.get(step.relation)?.words ?? step.words;
  const [start, end] = step.forward ? [step.start, step.end] : [step.end, step.start];
  const [from, to] = [refOf(start), refOf(end)];
  const fictitious = step.evidence.some((evidence) => evidence.fictitious);
  return html`<header class="panel-head">
      <p class="card-meta"><span class="relation-label">${say(words)}</span>${fictitious && html`<span class="badge">${t("fictitious")}</span>`}</p>
      <h2 class="panel-title">${say(step.sentence)}</h2>
      ${fictitious && html`<p class="panel-warning">${t("fictitious_note")}</p>`}
    </header>
    <dl class="properties">
      ${from && html`<div class="property"><dt>${t("edge_from")}</dt><dd><${EntityLink} entity=${from} /></dd></div>`}
      ${to && html`<div class="property"><dt>${t("edge_to")}</dt><dd><${EntityLink} entity=${to} /></dd></div>`}
      <div class="property"><dt>${t("confidence")}</dt><dd class="confidence"><span class="factor-track"><span class="factor-fill" style=${{ width: `${100 * step.confidence}%` }}></span></span>${percent(step.confidence)}</dd></div>
      ${step.age && html`<div class="property"><dt>${t("edge_age")}</dt><dd>${say(step.age)}</dd></div>`}
      <div class="property"><dt>${t("method")}</dt><dd>${method(step.method)}</dd></div>
      ${(step.validFrom || step.validTo) && html`<div class="property"><dt>${t("valid")}</dt><dd>${period(step)}</dd></div>`}
    </dl>
    <section class="panel-section"><h3 class="panel-subtitle">${t("evidence")}</h3>
      ${step.evidence.length ? html`<ul class="evidence-list">${step.evidence.map((evidence, i) => html`<${EvidenceCard} key=${i} evidence=${evidence} />`)}</ul>`
        : html`<p class="quiet">${t("sources_none")}</p>`}
    </section>`;
}

/** @param {{edge: string}} props */
function Siblings({ edge }) {
  const others = siblings(edge);
  if (!others.length) return null;
  return html`<section class="panel-section"><h3 class="panel-subtitle">${t("siblings")}</h3>
    <ul class="neighbours">${others.map(([key, step]) => html`<li key=${key}><${StepLink} step=${step} /><span>${say(step.sentence)}</span></li>`)}</ul></section>`;
}

/** @param {string} name */
function method(name) {
  if (name === "stated") return t("method_stated");
  if (name === "keyword") return t("method_keyword");
  if (name === "text") return t("method_text");
  if (name === "keyphrase") return t("method_keyphrase");
  return name.startsWith("reference") ? t("method_reference") : name;
}

/** @param {Step} step */
function period({ validFrom, validTo }) {
  return t("period", { from: validFrom ? date(validFrom) : "…", to: validTo ? date(validTo) : "…" });
}
