/** One piece of evidence: whose it is, which file and row, under what licence, and the words it rests on. */
import { html } from "../vendor/preact.js";
import { say, t } from "../words.js";
import { count } from "../numbers.js";

/** @typedef {import("../types.js").Evidence} Evidence */

/** @param {{evidence: Evidence}} props */
export function EvidenceCard({ evidence }) {
  const { file, sheet, row, sha256, licence, url, quote, field } = evidence;
  return html`<li class="evidence">
    <p class="evidence-title">${say(evidence.title) || evidence.source}${evidence.fictitious && html` <span class="badge">${t("fictitious")}</span>`}</p>
    ${quote && html`<blockquote class="quote">${quote}</blockquote>`}
    <dl class="evidence-facts">
      <div><dt>${t("file")}</dt><dd>${file}${sheet && ` · ${t("sheet", { sheet })}`}</dd></div>
      <div><dt>${t("row")}</dt><dd>${t("row_number", { row: count(row) })}${field && ` · ${t("field", { field })}`}</dd></div>
      ${licence && html`<div><dt>${t("licence")}</dt><dd>${licence}</dd></div>`}
      ${sha256 && html`<div><dt>SHA-256</dt><dd><code class="hash" title=${sha256}>${sha256.slice(0, 12)}…</code></dd></div>`}
      ${/^https?:\/\//.test(url) && html`<div><dt>${t("link")}</dt><dd><a href=${url} target="_blank" rel="noopener noreferrer">${host(url)}</a></dd></div>`}
    </dl></li>`;
}

/** @param {string} url */
function host(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
