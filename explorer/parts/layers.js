/** Places for a set of paths: a column per hop, ordered within by barycenter so that few curves cross. */

/**
 * @typedef {import("../types.js").Path} Path
 * @typedef {import("../types.js").Ref} Ref
 * @typedef {import("../types.js").Step} Step
 * @typedef {{id: string, ref: Ref | null}} Cell  an entity, or the room a relation needs where it passes a column
 * @typedef {{columns: Cell[][], routes: Map<string, string[]>}} Layers  routes: key of a relation → the cells it runs through
 */

const SWEEPS = 8;

/**
 * The cells in columns. A node stands at its hop on the best path that has it; empty columns are left out.
 * @param {Path[]} paths  best first, all with the same two ends
 * @param {(step: Step) => string} keyOf
 * @returns {Layers}
 */
export function layered(paths, keyOf) {
  const hops = standing(paths);
  const used = [...new Set(hops.values())].sort((a, b) => a - b);
  const columnOf = new Map([...hops].map(([uid, hop]) => [uid, used.indexOf(hop)]));
  const refs = new Map(paths.flatMap((path) => path.nodes).map((ref) => [ref.uid, ref]));
  /** @type {Cell[][]} */
  const columns = used.map(() => []);
  for (const [uid, column] of columnOf) columns[column]?.push({ id: uid, ref: refs.get(uid) ?? null });
  const routes = new Map([...distinct(paths, keyOf)].map(([key, step]) => [key, routed(step, key, columnOf, columns)]));
  return { columns: ordered(columns, [...routes.values()]), routes };
}

/** @param {Path[]} paths @returns {Map<string, number>} the hop of each uid */
function standing(paths) {
  /** @type {Map<string, number>} */
  const hops = new Map();
  for (const path of paths) {
    path.nodes.slice(0, -1).forEach(({ uid }, hop) => { if (!hops.has(uid)) hops.set(uid, hop); });
  }
  const end = paths[0]?.nodes.at(-1)?.uid ?? "";
  return hops.set(end, Math.max(...hops.values(), 0) + 1);
}

/**
 * The cells a relation runs through from left to right; cells for the columns between are added.
 * @param {Step} step @param {string} key @param {Map<string, number>} columnOf @param {Cell[][]} columns
 */
function routed({ start, end }, key, columnOf, columns) {
  const [from, to] = (columnOf.get(start) ?? 0) <= (columnOf.get(end) ?? 0) ? [start, end] : [end, start];
  const route = [from];
  for (let column = (columnOf.get(from) ?? 0) + 1; column < (columnOf.get(to) ?? 0); column += 1) {
    const id = `${key} ${column}`;
    columns[column]?.push({ id, ref: null });
    route.push(id);
  }
  return [...route, to];
}

/** @param {Cell[][]} columns @param {string[][]} routes */
function ordered(columns, routes) {
  const near = neighbours(routes);
  /** @type {Map<string, number>} */
  const at = new Map();
  const note = (/** @type {Cell[]} */ column) => column.forEach(({ id }, i) => at.set(id, (i + 0.5) / column.length));
  columns.forEach(note);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 ? [...columns].reverse() : columns) {
      const wish = new Map(column.map(({ id }) => [id, center(near.get(id), at) ?? at.get(id) ?? 0]));
      column.sort((a, b) => (wish.get(a.id) ?? 0) - (wish.get(b.id) ?? 0));
      note(column);
    }
  }
  return columns;
}

/** @param {string[][]} routes @returns {Map<string, string[]>} */
function neighbours(routes) {
  /** @type {Map<string, string[]>} */
  const near = new Map();
  const add = (/** @type {string} */ a, /** @type {string} */ b) => near.set(a, [...(near.get(a) ?? []), b]);
  for (const route of routes) {
    route.slice(1).forEach((id, i) => {
      add(id, String(route[i]));
      add(String(route[i]), id);
    });
  }
  return near;
}

/** @param {string[] | undefined} ids @param {Map<string, number>} at */
function center(ids, at) {
  if (!ids?.length) return null;
  return ids.reduce((sum, id) => sum + (at.get(id) ?? 0), 0) / ids.length;
}

/** The steps of all paths, each relation once. @param {Path[]} paths @param {(step: Step) => string} keyOf */
export function distinct(paths, keyOf) {
  return new Map(paths.flatMap((path) => path.steps).map((step) => [keyOf(step), step]));
}
