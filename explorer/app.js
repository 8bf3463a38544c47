/** The page: header, the view the route names, the panel beside it. */
import { effect, html, render } from "./vendor/preact.js";
import { apiKey, followHistory, lang, route } from "./state.js";
import { boot, bootFailure, start } from "./vocabulary.js";
import { t } from "./words.js";
import { count } from "./numbers.js";
import { Header } from "./parts/header.js";
import { Failure, Skeleton } from "./parts/notice.js";
import { Panel } from "./panels/panel.js";
import { spot } from "./scene/canvas.js";
import { resume, scene } from "./scene/model.js";
import { Match } from "./views/match.js";
import { Partners } from "./views/partners.js";
import { Paths } from "./views/paths.js";
import { Policies } from "./views/policies.js";
import { SceneView } from "./views/scene.js";
import { Start } from "./views/start.js";

/** @type {Record<import("./state.js").View, () => unknown>} */
const PAGES = { start: Start, match: Match, paths: Paths, partners: Partners, policies: Policies, scene: SceneView };

function Page() {
  const { view } = route.value;
  const Shown = PAGES[view];
  return html`<${Header} />
    <div class="stage">
      <main id="main" class=${view === "scene" ? "main main-scene" : "main"} tabindex="-1">
        ${bootFailure.value && html`<div class="measure"><${Failure} error=${bootFailure.value} retry=${start} /></div>`}
        ${!boot.value && !bootFailure.value && html`<div class="measure"><${Skeleton} rows=${6} /></div>`}
        ${boot.value && html`<${Shown} />`}
      </main>
      ${boot.value && html`<${Panel} />`}
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

resume();
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

/** A snapshot of what is shown and where, for tests. */
Object.assign(window, {
  kezhuan: { spot, get state() { return { ...route.value, scene: { nodes: [...scene.value.nodes.keys()], edges: [...scene.value.edges.keys()] } }; } },
});
