/** Why a score is what it is: each factor's track is as long as its weight, its bar as long as its contribution. */
import { html } from "../vendor/preact.js";
import { score } from "../numbers.js";
import { say, t } from "../words.js";

/** @typedef {import("../types.js").Factor} Factor */

/** @param {{factors: Factor[]}} props */
export function Factors({ factors }) {
  const widest = Math.max(...factors.map((factor) => factor.weight), 0.01);
  return html`<dl class="factors">${factors.map((factor) => html`<div class="factor" key=${factor.name}>
    <dt class="factor-name">${say(factor.caption)}</dt>
    <dd class="factor-bar" aria-hidden="true"><span class="factor-track" style=${{ width: part(factor.weight, widest) }}>
      <span class="factor-fill" style=${{ width: part(factor.contribution, factor.weight) }}></span></span></dd>
    <dd class="factor-value"><span class="unseen">${t("factor_of", { weight: score(factor.weight) })}</span>${score(factor.contribution)}</dd>
    <dd class="factor-reason">${say(factor.reason)}</dd>
  </div>`)}</dl>`;
}

/** @param {number} value @param {number} whole */
const part = (value, whole) => `${Math.max(0, Math.min(100, (100 * value) / (whole || 1))).toFixed(1)}%`;
