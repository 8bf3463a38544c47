/** Policies that concern an entity, each with the reasons. */
import { html } from "../vendor/preact.js";
import { go, route } from "../state.js";
import { t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { Answer } from "../parts/explanation.js";
import { Failure, Skeleton } from "../parts/notice.js";
import { Pick } from "../parts/pick.js";
import { Abstained } from "../parts/abstained.js";

/** @typedef {import("../types.js").MatchResult} MatchResult */

const FIRST = 15;

export function Policies() {
  const { uid } = route.value;
  /** @type {import("../parts/answer.js").Answer<{policiesFor: MatchResult}>} */
  const answer = useAnswer("policies", uid ? { uid, first: FIRST } : null);
  const result = answer.state === "ready" ? answer.data?.policiesFor : null;
  return html`<div class="measure" aria-busy=${answer.state === "loading"}>
    <header class="view-head"><h1 class="view-title">${t("policies_title")}</h1><p class="view-sub">${t("policies_lead")}</p></header>
    <div class="path-form path-form-one">
      <${Pick} id="policies-of" label=${t("policies_of")} uid=${uid} onPick=${(/** @type {string} */ picked) => go({ uid: picked })} />
    </div>
    <div class="unseen" aria-live="polite">${result ? t("policies_found", { count: result.explanations.length }) : ""}</div>
    ${answer.state === "failed" && html`<${Failure} error=${answer.error} retry=${answer.retry} />`}
    ${answer.state === "loading" && html`<div class="skeleton-cards"><${Skeleton} rows=${3} /></div>`}
    ${result && (result.abstained || !result.explanations.length) && html`<${Abstained} result=${result} />`}
    ${result && result.explanations.length > 0 && html`<ol class="cards">${result.explanations.map((explanation, i) => html`
      <${Answer} key=${explanation.target.uid} explanation=${explanation} rank=${i + 1} from=${uid} />`)}</ol>`}
  </div>`;
}
