/** The graph: a canvas of what was gathered, its legend and tools, and its twin as tables. */
import { html, useEffect, useRef, useSignal } from "../vendor/preact.js";
import { adjust, go, route } from "../state.js";
import { t } from "../words.js";
import { Calm } from "../parts/notice.js";
import { canDraw, draw } from "../scene/canvas.js";
import { CAP, scene } from "../scene/model.js";
import { Legend } from "../scene/legend.js";
import { relayout } from "../scene/relayout.js";
import { restore } from "../scene/restore.js";
import { Toolbar } from "../scene/toolbar.js";
import { Twin } from "../scene/twin.js";

export function SceneView() {
  const drawable = useSignal(canDraw());
  const table = useSignal(!drawable.value);
  const busy = useSignal("");
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const hand = useRef(/** @type {ReturnType<typeof draw> | null} */ (null));
  const wanted = route.value.nodes.join("\n");
  useEffect(() => { void follow(wanted, busy); }, [wanted]);
  useEffect(() => {
    if (table.value || !box.current) return undefined;
    const drawing = draw(box.current);
    hand.current = drawing;
    return () => { hand.current = null; drawing.stop(); };
  }, [table.value]);
  const spread = async () => {
    busy.value = t("relaying");
    await relayout();
    busy.value = "";
    hand.current?.center();
  };
  const empty = scene.value.nodes.size === 0;
  return html`<div class="scene">
    <h1 class="unseen">${t("view_scene")}</h1>
    <${Toolbar} table=${table.value} drawable=${drawable.value} busy=${busy.value !== ""} onTable=${() => { table.value = !table.value; }}
      onCenter=${() => hand.current?.center()} onRelayout=${spread} />
    <div class="scene-stage">
      ${table.value ? html`<${Twin} />` : html`<div ref=${box} class="canvas" role="img" aria-label=${t("canvas", { nodes: scene.value.nodes.size, edges: scene.value.edges.size })}></div>`}
      <${Legend} />
      ${empty && !busy.value && html`<div class="scene-empty"><${Calm} title=${t("scene_empty")}><p>${t("scene_empty_how")}</p>
        <button type="button" class="button" onClick=${() => go({ view: "start" })}>${t("view_start")}</button></${Calm}></div>`}
    </div>
    <p class="scene-note" role="status">${note(drawable.value, busy.value)}</p>
  </div>`;
}

/** @param {boolean} drawable @param {string} busy */
function note(drawable, busy) {
  if (busy) return busy;
  const { nodes, edges, truncated } = scene.value;
  const size = t("scene_size", { nodes: nodes.size, edges: edges.size });
  if (truncated) return `${size} · ${t("scene_truncated", { cap: CAP })}`;
  return drawable ? size : `${size} · ${t("no_webgl")}`;
}

/**
 * Make the scene what the URL names, when it is something else.
 * @param {string} wanted @param {{value: string}} busy
 */
async function follow(wanted, busy) {
  const now = [...scene.value.nodes.keys()];
  if (!wanted) {
    if (now.length) adjust({ nodes: now });
    return;
  }
  if (now.slice(0, wanted.split("\n").length).join("\n") === wanted) return;
  busy.value = t("restoring");
  const lost = await restore(wanted.split("\n"));
  busy.value = lost ? t("restored_less", { count: lost }) : "";
}
