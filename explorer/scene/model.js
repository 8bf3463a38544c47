/** The scene: which entities and relations stand where. Every change is a new value, so undo is a stack of old ones. */
import { batch, computed, signal } from "../vendor/preact.js";
import { adjust, route } from "../state.js";

/**
 * @typedef {import("../types.js").Ref} Ref
 * @typedef {import("../types.js").Step} Step
 * @typedef {{ref: Ref, x: number, y: number, pinned: boolean}} Placed
 * @typedef {{nodes: Map<string, Placed>, edges: Map<string, Step>, truncated: boolean}} Scene
 */

/** The scene's most nodes; what does not fit is left out and said so. */
export const CAP = 2000;
const REMEMBERED = 50;
const SAVED = "kezhuan.scene";

/** @type {Scene} */
const NOTHING = { nodes: new Map(), edges: new Map(), truncated: false };
/** @type {import("../vendor/preact.js").Signal<Scene>} */
export const scene = signal(NOTHING);
/** Kinds the legend has switched off. @type {import("../vendor/preact.js").Signal<Set<string>>} */
export const hiddenKinds = signal(/** @type {Set<string>} */ (new Set()));
/** @type {import("../vendor/preact.js").Signal<Scene[]>} */
const past = signal(/** @type {Scene[]} */ ([]));
/** @type {import("../vendor/preact.js").Signal<Scene[]>} */
const future = signal(/** @type {Scene[]} */ ([]));
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);

/**
 * Replace the scene by what `make` gives; the old one can be brought back.
 * @param {(now: Scene) => Scene} make
 */
export function change(make) {
  const next = make(scene.value);
  if (next === scene.value) return;
  batch(() => {
    past.value = [...past.value, scene.value].slice(-REMEMBERED);
    future.value = [];
    show(next);
  });
}

export function undo() {
  const last = past.value.at(-1);
  if (!last) return;
  batch(() => {
    past.value = past.value.slice(0, -1);
    future.value = [...future.value, scene.value];
    show(last);
  });
}

export function redo() {
  const next = future.value.at(-1);
  if (!next) return;
  batch(() => {
    future.value = future.value.slice(0, -1);
    past.value = [...past.value, scene.value];
    show(next);
  });
}

/** @param {Scene} next */
function show(next) {
  scene.value = next;
  adjust({ nodes: [...next.nodes.keys()] });
  save(next);
}

/** Take nodes and their relations out. @param {string[]} uids */
export function hide(uids) {
  change((now) => without(now, new Set(uids)));
}

/** Take everything out but these. @param {Set<string>} uids */
export function keepOnly(uids) {
  change((now) => without(now, new Set([...now.nodes.keys()].filter((uid) => !uids.has(uid)))));
}

export function clear() {
  change((now) => (now.nodes.size ? NOTHING : now));
}

/** Pin a node where it is, or let it go. @param {string} uid */
export function togglePin(uid) {
  change((now) => {
    const node = now.nodes.get(uid);
    return node ? { ...now, nodes: new Map(now.nodes).set(uid, { ...node, pinned: !node.pinned }) } : now;
  });
}

/** Put nodes elsewhere. @param {Map<string, {x: number, y: number}>} places */
export function move(places) {
  change((now) => {
    const nodes = new Map(now.nodes);
    for (const [uid, { x, y }] of places) {
      const node = nodes.get(uid);
      if (node) nodes.set(uid, { ...node, x, y });
    }
    return { ...now, nodes };
  });
}

/** @param {string} kind */
export function toggleKind(kind) {
  const hidden = new Set(hiddenKinds.value);
  if (!hidden.delete(kind)) hidden.add(kind);
  hiddenKinds.value = hidden;
}

/** @param {Scene} now @param {Set<string>} gone @returns {Scene} */
function without(now, gone) {
  return {
    nodes: new Map([...now.nodes].filter(([uid]) => !gone.has(uid))),
    edges: new Map([...now.edges].filter(([, edge]) => !gone.has(edge.start) && !gone.has(edge.end))),
    truncated: false,
  };
}

/** @param {Scene} now */
function save({ nodes, edges, truncated }) {
  try {
    sessionStorage.setItem(SAVED, JSON.stringify({ nodes: [...nodes], edges: [...edges], truncated }));
  } catch {
    sessionStorage.removeItem(SAVED); // too large for the browser: the URL still names the nodes
  }
}

/** The scene this tab showed before a reload, if it holds just the nodes the URL names (or the URL names none). */
export function resume() {
  try {
    const { nodes, edges, truncated } = JSON.parse(sessionStorage.getItem(SAVED) ?? "");
    const wanted = route.value.nodes;
    const same = wanted.every((uid, i) => nodes[i]?.[0] === uid);
    if (!same && wanted.length) return;
    scene.value = { nodes: new Map(nodes), edges: new Map(edges), truncated };
    route.value = { ...route.value, nodes: [...scene.value.nodes.keys()] };
  } catch {
    // nothing saved, or not readable: start empty
  }
}
