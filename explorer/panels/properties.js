/** Properties as term and value; those the role may not see are named, with their level and how to ask. */
import { html } from "../vendor/preact.js";
import { say, t } from "../words.js";
import { boot } from "../vocabulary.js";
import { amount, date } from "../numbers.js";

/** @typedef {import("../types.js").Property} Property */

/** @param {{properties: Property[]}} props */
export function Properties({ properties }) {
  const shown = properties.filter((property) => !property.hidden);
  const hidden = properties.filter((property) => property.hidden);
  return html`<section class="panel-section"><h3 class="panel-subtitle">${t("properties")}</h3>
    <dl class="properties">${shown.map((property) => html`<div class="property" key=${property.name}>
      <dt>${say(property.words)}</dt><dd><${Value} property=${property} /></dd></div>`)}</dl>
    ${hidden.length > 0 && html`<${Hidden} hidden=${hidden} />`}
  </section>`;
}

/** @param {{property: Property}} props */
function Value({ property }) {
  if (property.values) return property.values.join(t("list_comma"));
  const text = property.value ?? "";
  if (property.unit === "CNY" && Number.isFinite(Number(text))) return amount(Number(text));
  if (text === "true" || text === "false") return text === "true" ? t("yes") : t("no");
  if (/^https?:\/\//.test(text)) return html`<a href=${text} target="_blank" rel="noopener noreferrer">${text}</a>`;
  return date(text) + (property.unit ? ` ${property.unit}` : "");
}

/** @param {{hidden: Property[]}} props */
function Hidden({ hidden }) {
  const levels = [...new Set(hidden.map((property) => property.level))];
  return html`<div class="hidden-properties"><p class="hidden-title">${t("hidden_title", { count: hidden.length })}</p>
    ${levels.map((level) => html`<div key=${level} class="hidden-level">
      <p><span class="level">${say(boot.value?.levels.get(level)) || level}</span>
        ${hidden.filter((property) => property.level === level).map((property) => say(property.words)).join(t("list_comma"))}</p>
      <p class="quiet">${level === "core" ? t("ask_core") : t("ask_registered")}</p></div>`)}
  </div>`;
}
