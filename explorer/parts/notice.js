/** Calm messages: loading, failure, nothing found. */
import { html } from "../vendor/preact.js";
import { ApiError } from "../api.js";
import { say, t } from "../words.js";

/**
 * Grey lines where an answer will stand, of about its height, so that nothing jumps.
 * @param {{rows: number, label?: string}} props
 */
export function Skeleton({ rows, label }) {
  const lines = Array.from({ length: rows }, (_, i) => html`<div class="skeleton-row" key=${i}></div>`);
  return html`<div class="skeleton" role="status"><span class="unseen">${label ?? t("loading")}</span>${lines}</div>`;
}

/**
 * What went wrong, with its code, and a way to try again.
 * @param {{error: Error | null, retry?: () => void}} props
 */
export function Failure({ error, retry }) {
  const code = error instanceof ApiError ? error.code : "PAGE_FAULT";
  return html`<div class="notice notice-failed" role="alert">
    <p class="notice-title">${t("failed")}<code class="code">${code}</code></p>
    <p>${failureText(error)}</p>
    ${retry && html`<button type="button" class="button" onClick=${retry}>${t("retry")}</button>`}
  </div>`;
}

/** @param {Error | null} error */
function failureText(error) {
  if (!(error instanceof ApiError)) return String(error);
  if (error.words) return say(error.words);
  return error.status ? t("failed_status", { status: error.status }) : t("failed_network");
}

/**
 * A first-class "no answer", with what to try.
 * @param {{title: string, children?: unknown}} props
 */
export function Calm({ title, children }) {
  return html`<div class="notice notice-calm"><p class="notice-title">${title}</p>${children}</div>`;
}
