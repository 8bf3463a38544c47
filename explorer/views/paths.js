/** How two entities are connected: a form, the paths by columns, the same paths as a table. */
import { html, useSignal } from "../vendor/preact.js";
import { adjust, go, route } from "../state.js";
import { say, t } from "../words.js";
import { useAnswer } from "../parts/answer.js";
import { Calm, Failure, Skeleton } from "../parts/notice.js";
import { Columns } from "../parts/columns.js";
import { PathTable } from "../parts/pathtable.js";
import { Metapaths } from "../parts/metapath.js";
import { Hops, Pick } from "../parts/pick.js";
import { showInScene } from "../scene/show.js";

/** @typedef {import("../types.js").PathResult} PathResult */

const FIRST = 12;

export function Paths() {
  const { from, to, hops } = route.value;
  /** @type {import("../parts/answer.js").Answer<{paths: PathResult}>} */
  const answer = useAnswer("paths", from && to ? { from, to, maxHops: hops, first: FIRST } : null);
  const result = answer.data?.paths ?? null;
  const ready = answer.state === "ready" && result;
  return html`<div class="wide" aria-busy=${answer.state === "loading"}>
    <header class="view-head"><h1 class="view-title">${t("paths_title")}</h1></header>
    <${Form} />
    <div class="unseen" aria-live="polite">${ready ? t("paths_found", { count: result.paths.length }) : ""}</div>
    ${answer.state === "idle" && html`<${Calm} title=${t("paths_idle_title")}><p>${t("paths_idle")}</p></${Calm}>`}
    ${answer.state === "failed" && html`<${Failure} error=${answer.error} retry=${answer.retry} />`}
    ${answer.state === "loading" && html`<div class="skeleton-paths"><${Skeleton} rows=${1} /></div>`}
    ${ready && html`<${Result} key=${`${from} ${to}`} result=${result} />`}
  </div>`;
}

function Form() {
  const { from, to, hops } = route.value;
  return html`<div class="path-form">
    <${Pick} id="paths-from" label=${t("paths_from")} uid=${from} onPick=${(/** @type {string} */ uid) => go({ from: uid })} />
    <button type="button" class="icon-button swap" title=${t("swap")} aria-label=${t("swap")} disabled=${!from && !to} onClick=${() => go({ from: to, to: from })}>⇄</button>
    <${Pick} id="paths-to" label=${t("paths_to")} uid=${to} onPick=${(/** @type {string} */ uid) => go({ to: uid })} />
    <${Hops} hops=${hops} onChange=${(/** @type {number} */ number) => adjust({ hops: number })} />
  </div>`;
}

/** @param {{result: PathResult}} props */
function Result({ result }) {
  const off = useSignal(/** @type {Set<string>} */ (new Set()));
  const lit = useSignal(/** @type {Set<string> | null} */ (null));
  if (!result.paths.length) {
    return html`<${Calm} title=${t("paths_none")}><p>${say(result.reason)}</p>
      <ul><li>${t("try_hops")}</li><li>${t("try_partners")}</li></ul></${Calm}>`;
  }
  const shown = result.paths.filter((path) => !off.value.has(path.metapath));
  const toggle = (/** @type {string} */ metapath) => {
    const next = new Set(off.value);
    if (!next.delete(metapath)) next.add(metapath);
    off.value = next;
  };
  return html`<div class="path-result"><div class="row paths-head"><h2 class="section-title">${t("paths_found", { count: shown.length })}</h2>
      <span class="quiet">${say(result.reason)}</span>
      <button type="button" class="button" disabled=${!shown.length} onClick=${() => showInScene(shown)}>${t("show_in_scene")}</button></div>
    <${Metapaths} paths=${result.paths} off=${off.value} onToggle=${toggle} />
    ${shown.length > 0 && html`<${Columns} paths=${shown} lit=${lit.value} />
    <${PathTable} paths=${shown} onPoint=${(/** @type {Set<string> | null} */ keys) => { lit.value = keys; }} />`}</div>`;
}
