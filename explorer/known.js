/** Every entity and relation that answers have named so far, so that a key in the URL finds its words again. */
import { signal } from "./vendor/preact.js";

/**
 * @typedef {import("./types.js").Ref} Ref
 * @typedef {import("./types.js").Step} Step
 */

/** @type {Map<string, Ref>} */
const refs = new Map();
/** @type {Map<string, Step>} */
const steps = new Map();
/** Counts what was learnt; read it to be told of more. */
export const learnt = signal(0);

const ARROW = "→";

/**
 * The key of a relation, the same whichever way it is walked.
 * @param {Pick<Step, "start" | "end" | "relation" | "forward">} step
 */
export function edgeKey({ start, end, relation, forward }) {
  return (forward ? [start, relation, end] : [end, relation, start]).join(ARROW);
}

/**
 * The ends and relation of a key, or null if it is none.
 * @param {string} key
 */
export function edgeOf(key) {
  const [start, relation, end] = key.split(ARROW);
  return start && relation && end ? { start, relation, end } : null;
}

/** @param {string} uid */
export const refOf = (uid) => refs.get(uid) ?? null;
/** @param {string} key */
export const stepOf = (key) => steps.get(key) ?? null;

/**
 * Remember all refs and steps anywhere in an answer.
 * @param {unknown} answer
 */
export function learn(answer) {
  const found = walk(answer);
  if (found) learnt.value += 1;
}

/** @param {unknown} value @returns {number} */
function walk(value) {
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + walk(item), 0);
  if (!value || typeof value !== "object") return 0;
  const item = /** @type {Record<string, unknown>} */ (value);
  if ("relation" in item && "evidence" in item) {
    steps.set(edgeKey(/** @type {Step} */ (value)), /** @type {Step} */ (value));
    return 1;
  }
  let found = 0;
  if ("uid" in item && "caption" in item && "kindWords" in item) {
    const { uid, kind, kindWords, caption, fictitious } = /** @type {Ref} */ (value);
    refs.set(uid, { uid, kind, kindWords, caption, fictitious });
    found = 1;
  }
  return Object.values(item).reduce((/** @type {number} */ sum, part) => sum + walk(part), found);
}

/**
 * All known relations between the two ends of a key, but itself.
 * @param {string} key
 */
export function siblings(key) {
  const ends = edgeOf(key);
  if (!ends) return [];
  const pair = new Set([ends.start, ends.end]);
  return [...steps].filter(([other, step]) => other !== key && pair.has(step.start) && pair.has(step.end) && step.start !== step.end);
}
