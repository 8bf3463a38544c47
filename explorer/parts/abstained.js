/** The system would rather say nothing than guess: why, and what to try. */
import { html } from "../vendor/preact.js";
import { adjust, route } from "../state.js";
import { say, t } from "../words.js";
import { boot } from "../vocabulary.js";
import { count } from "../numbers.js";
import { Calm } from "./notice.js";

/** @param {{result: import("../types.js").MatchResult}} props */
export function Abstained({ result }) {
  const match = route.value.view === "match";
  return html`<${Calm} title=${t("abstained_title")}>
    <p>${say(result.abstained) || t("abstained_none")}</p>
    ${result.considered > 0 && html`<p class="quiet">${t("abstained_considered", { count: count(result.considered) })}</p>`}
    <ul>${match && html`<li>${t("try_words")}</li>`}<li>${t("try_search")}</li>${boot.value?.status.role === "anonymous" && html`<li>${t("try_role")}</li>`}</ul>
    ${match && route.value.kind && html`<button type="button" class="button" onClick=${() => adjust({ kind: "" })}>${t("kinds_all")}</button>`}
  </${Calm}>`;
}
