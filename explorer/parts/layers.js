/** Places for a set of paths: a column per hop, ordered within by barycenter so that few curves cross. */

/**
 * @typedef {import("../types.js").Path} Path
 * @typedef {import("../types.js").Ref} Ref
 * @typedef {import("../types.js").Step} Step
 * @typedef {{ref: Ref, column: number, row: number}} Cell
 */

const SWEEPS = 6;

/**
 * The nodes in columns; all paths have the same two ends.
 * @param {Path[]} paths
 * @returns {Ref[][]}
 */
export function layered(paths) {
  const last = Math.max(...paths.map((path) => path.steps.length));
  /** @type {Map<string, {ref: Ref, column: number}>} */
  const found = new Map();
  for (const path of paths) {
    path.nodes.forEach((ref, hop) => {
      const end = hop === path.nodes.length - 1;
      const column = end ? last : hop;
      found.set(ref.uid, { ref, column: Math.max(column, found.get(ref.uid)?.column ?? 0) });
    });
  }
  /** @type {Ref[][]} */
  const columns = Array.from({ length: last + 1 }, () => []);
  for (const { ref, column } of found.values()) columns[column]?.push(ref);
  return ordered(columns, links(paths));
}

/** @param {Path[]} paths @returns {Map<string, Set<string>>} neighbours of each uid */
function links(paths) {
  /** @type {Map<string, Set<string>>} */
  const near = new Map();
  const add = (/** @type {string} */ a, /** @type {string} */ b) => near.set(a, (near.get(a) ?? new Set()).add(b));
  for (const { start, end } of paths.flatMap((path) => path.steps)) {
    add(start, end);
    add(end, start);
  }
  return near;
}

/** @param {Ref[][]} columns @param {Map<string, Set<string>>} near */
function ordered(columns, near) {
  /** @type {Map<string, number>} */
  const at = new Map();
  const note = (/** @type {Ref[]} */ column) => column.forEach((ref, i) => at.set(ref.uid, (i + 0.5) / column.length));
  columns.forEach(note);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 ? [...columns].reverse() : columns) {
      const wish = new Map(column.map((ref) => [ref.uid, center(near.get(ref.uid), at) ?? at.get(ref.uid) ?? 0]));
      column.sort((a, b) => (wish.get(a.uid) ?? 0) - (wish.get(b.uid) ?? 0));
      note(column);
    }
  }
  return columns;
}

/** @param {Set<string> | undefined} uids @param {Map<string, number>} at */
function center(uids, at) {
  if (!uids?.size) return null;
  return [...uids].reduce((sum, uid) => sum + (at.get(uid) ?? 0), 0) / uids.size;
}

/** The steps of all paths, each relation once. @param {Path[]} paths @param {(step: Step) => string} keyOf */
export function distinct(paths, keyOf) {
  return new Map(paths.flatMap((path) => path.steps).map((step) => [keyOf(step), step]));
}
