/** The page: header, the view the route names, the panel beside it. */
import { effect, html, render } from "./vendor/preact.js";
import { apiKey, followHistory, lang, route } from "./state.js";
import { boot, bootFailure, start } from "./vocabulary.js";
import { t } from "./words.js";
import { count } from "./numbers.js";
import { Header } from "./parts/header.js";
import { Failure, Skeleton } from "./parts/notice.js";
import { Start } from "./views/start.js";

/** @type {Record<import("./state.js").View, () => unknown>} */
const PAGES = { start: Start, match: Start, paths: Start, partners: Start, policies: Start, scene: Start };

function Page() {
  const Shown = PAGES[route.value.view];
  return html`<${Header} />
    <div class="stage">
      <main id="main" class="main" tabindex="-1">
        ${bootFailure.value && html`<${Failure} error=${bootFailure.value} retry=${start} />`}
        ${!boot.value && !bootFailure.value && html`<${Skeleton} rows=${6} />`}
        ${boot.value && html`<${Shown} />`}
      </main>
    </div>
    <${Footer} />`;
}

function Footer() {
  const status = boot.value?.status;
  if (!status || route.value.view === "scene") return null;
  return html`<footer class="footer">
    <span>${t("totals", { nodes: count(status.nodes), edges: count(status.edges) })}</span>
    ${status.loadVersion && html`<span>${t("load_version", { version: status.loadVersion })}</span>`}
  </footer>`;
}

followHistory();
effect(() => {
  document.documentElement.lang = lang.value === "zh" ? "zh-CN" : "en";
  document.title = route.value.view === "start" ? t("name") : `${t(`view_${route.value.view}`)} · ${t("name")}`;
});
effect(() => {
  void apiKey.value;
  void start();
});
const root = document.getElementById("page");
if (root) render(html`<${Page} />`, root);

/** A snapshot of what is shown, for tests. */
Object.assign(window, { kezhuan: { get state() { return { ...route.value }; } } });
