/** What the page shows, as signals; all of it stands in the URL's fragment, which never reaches a server's log. */
import { batch, computed, signal } from "./vendor/preact.js";

/**
 * @typedef {"start" | "match" | "paths" | "partners" | "policies" | "scene"} View
 * @typedef {"zh" | "en"} Lang
 * @typedef {object} Route
 * @property {View} view
 * @property {Lang} lang
 * @property {string} demand  uid of the demand to match
 * @property {string} text  a demand as typed
 * @property {string} kind  only answers of this kind
 * @property {string} from  uid where paths start
 * @property {string} to  uid where they end
 * @property {number} hops
 * @property {string} uid  entity whose partners or policies are shown
 * @property {string} open  uid of the entity in the panel
 * @property {string} edge  key of the relation in the panel
 * @property {string[]} nodes  uids in the scene
 */

/** @type {View[]} */
export const VIEWS = ["start", "match", "paths", "partners", "policies", "scene"];

/** @type {Record<View, (keyof Route)[]>} */
const FIELDS = {
  start: [],
  match: ["demand", "text", "kind"],
  paths: ["from", "to", "hops"],
  partners: ["uid", "hops"],
  policies: ["uid"],
  scene: ["nodes"],
};
export const HOPS = 4;
const URL_NODES = 300;
const LANG_KEY = "kezhuan.lang";

/** @type {Route} */
const EMPTY = {
  view: "start", lang: "zh", demand: "", text: "", kind: "", from: "", to: "", hops: HOPS, uid: "", open: "", edge: "", nodes: [],
};

/** @returns {Lang} */
function rememberedLang() {
  return localStorage.getItem(LANG_KEY) === "en" ? "en" : "zh";
}

/**
 * The route a fragment such as `#/paths?from=…&to=…&lang=zh` stands for.
 * @param {string} fragment
 * @returns {Route}
 */
export function parse(fragment) {
  const [path = "", query = ""] = fragment.replace(/^#\/?/, "").split(/\?(.*)/s);
  const given = new URLSearchParams(query);
  const text = (/** @type {string} */ name) => given.get(name) ?? "";
  const hops = Number(given.get("hops"));
  const lang = given.get("lang");
  return {
    view: VIEWS.find((v) => v === path) ?? "start",
    lang: lang === "en" || lang === "zh" ? lang : rememberedLang(),
    demand: text("demand"), text: text("text"), kind: text("kind"), from: text("from"), to: text("to"),
    hops: Number.isInteger(hops) && hops >= 1 && hops <= 6 ? hops : HOPS,
    uid: text("uid"), open: text("open"), edge: text("edge"), nodes: given.getAll("n"),
  };
}

/**
 * The fragment of a route: only what its view needs, the panel and the language.
 * @param {Route} state
 */
export function format(state) {
  const query = new URLSearchParams();
  for (const name of FIELDS[state.view]) {
    if (name === "nodes") for (const uid of state.nodes.slice(0, URL_NODES)) query.append("n", uid);
    else if (state[name] && !(name === "hops" && state.hops === HOPS)) query.set(name, String(state[name]));
  }
  if (state.edge) query.set("edge", state.edge);
  else if (state.open) query.set("open", state.open);
  query.set("lang", state.lang);
  return `#/${state.view}?${query}`;
}

/** @type {import("./vendor/preact.js").Signal<Route>} */
export const route = signal({ ...EMPTY, ...parse(location.hash) });
export const lang = computed(() => route.value.lang);
/** The caller's API key, kept for the tab only. @type {import("./vendor/preact.js").Signal<string>} */
export const apiKey = signal(sessionStorage.getItem("kezhuan.key") ?? "");

/**
 * Go somewhere: a new entry in the browser's history.
 * @param {Partial<Route>} changes
 */
export function go(changes) {
  route.value = { ...route.value, ...changes };
  history.pushState(null, "", format(route.value));
}

/**
 * Change the present entry of the history, as for a filter or the language.
 * @param {Partial<Route>} changes
 */
export function adjust(changes) {
  route.value = { ...route.value, ...changes };
  history.replaceState(null, "", format(route.value));
}

/** @param {Lang} chosen */
export function speak(chosen) {
  localStorage.setItem(LANG_KEY, chosen);
  adjust({ lang: chosen });
}

/** @param {string} key  "" forgets it */
export function useKey(key) {
  if (key) sessionStorage.setItem("kezhuan.key", key);
  else sessionStorage.removeItem("kezhuan.key");
  apiKey.value = key;
}

/** @param {string} uid */
export const openEntity = (uid) => go({ open: uid, edge: "" });
/** @param {string} key */
export const openEdge = (key) => go({ edge: key, open: "" });
export const closePanel = () => go({ open: "", edge: "" });

/** Follow the browser's back and forward buttons and typed addresses. */
export function followHistory() {
  addEventListener("popstate", () => {
    const found = parse(location.hash);
    const kept = { ...route.value };
    for (const name of FIELDS[found.view]) Object.assign(kept, { [name]: found[name] });
    batch(() => { route.value = { ...kept, view: found.view, lang: found.lang, open: found.open, edge: found.edge }; });
  });
  history.replaceState(null, "", format(route.value));
}
