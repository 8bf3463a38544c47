/** Whom an entity could work with through others, and who can introduce them. */
import { html } from "../vendor/preact.js";
import { adjust, go, openEntity, route } from "../state.js";
import { say, t } from "../words.js";
import { score } from "../numbers.js";
import { useAnswer } from "../parts/answer.js";
import { EntityLink, Fictitious, KindMark } from "../parts/kind.js";
import { Calm, Failure, Skeleton } from "../parts/notice.js";
import { CardPaths } from "../parts/explanation.js";
import { Hops, Pick } from "../parts/pick.js";

/**
 * @typedef {import("../types.js").PartnerResult} PartnerResult
 * @typedef {import("../types.js").Partner} Partner
 */

const FIRST = 15;

export function Partners() {
  const { uid, hops } = route.value;
  /** @type {import("../parts/answer.js").Answer<{partners: PartnerResult}>} */
  const answer = useAnswer("partners", uid ? { uid, maxHops: hops, first: FIRST } : null);
  const result = answer.state === "ready" ? answer.data?.partners : null;
  return html`<div class="measure" aria-busy=${answer.state === "loading"}>
    <header class="view-head"><h1 class="view-title">${t("partners_title")}</h1><p class="view-sub">${t("partners_lead")}</p></header>
    <div class="path-form path-form-one">
      <${Pick} id="partners-of" label=${t("partners_of")} uid=${uid} onPick=${(/** @type {string} */ picked) => go({ uid: picked })} />
      <${Hops} hops=${hops} onChange=${(/** @type {number} */ number) => adjust({ hops: number })} />
    </div>
    <div class="unseen" aria-live="polite">${result ? t("partners_found", { count: result.partners.length }) : ""}</div>
    ${answer.state === "failed" && html`<${Failure} error=${answer.error} retry=${answer.retry} />`}
    ${answer.state === "loading" && html`<div class="skeleton-cards"><${Skeleton} rows=${3} /></div>`}
    ${result && !result.partners.length && html`<${Calm} title=${t("partners_none")}><p>${say(result.reason)}</p><ul><li>${t("try_hops")}</li></ul></${Calm}>`}
    ${result && result.partners.length > 0 && html`<p class="quiet considered">${say(result.reason)}</p>
      <ol class="cards">${result.partners.map((partner, i) => html`<${PartnerCard} key=${partner.target.uid} partner=${partner} rank=${i + 1} />`)}</ol>`}
  </div>`;
}

/** @param {{partner: Partner, rank: number}} props */
function PartnerCard({ partner, rank }) {
  const { target, introducers, paths } = partner;
  return html`<li class="card">
    <div class="card-rank" aria-hidden="true">${rank}</div>
    <div class="card-main">
      <p class="card-meta"><${KindMark} kind=${target.kind} /><${Fictitious} fictitious=${target.fictitious} /></p>
      <h2 class="card-title"><button type="button" class="title-button" onClick=${() => openEntity(target.uid)}>${target.caption}</button></h2>
      <p class="card-summary">${say(partner.summary)}</p>
    </div>
    <p class="card-score"><span class="card-score-name">${t("score")}</span><strong>${score(partner.score)}</strong></p>
    <div class="card-body">
      ${introducers.length > 0 && html`<h3 class="introducers-title">${t("introducers")}</h3>
        <ul class="introducers">${introducers.map((one) => html`<li key=${one.uid}><${EntityLink} entity=${one} /><${KindMark} kind=${one.kind} /><${Fictitious} fictitious=${one.fictitious} /></li>`)}</ul>`}
      <${CardPaths} paths=${paths} from=${route.value.uid} to=${target.uid} />
    </div>
  </li>`;
}
