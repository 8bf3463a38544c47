/** The vocabulary and state of the graph, loaded once per role. */
import { signal } from "./vendor/preact.js";
import { ApiError, call, forget } from "./api.js";
import { apiKey, lang, useKey } from "./state.js";

/**
 * @typedef {import("./types.js").LabelInfo} LabelInfo
 * @typedef {import("./types.js").RelationInfo} RelationInfo
 * @typedef {import("./types.js").Status} Status
 */

/** @typedef {{labels: Map<string, LabelInfo>, relations: Map<string, RelationInfo>, levels: Map<string, import("./types.js").Words>, status: Status}} Boot */

/** @type {import("./vendor/preact.js").Signal<Boot | null>} */
export const boot = signal(/** @type {Boot | null} */ (null));
/** @type {import("./vendor/preact.js").Signal<Error | null>} */
export const bootFailure = signal(/** @type {Error | null} */ (null));

/** Why the key given last is not in use. @type {import("./vendor/preact.js").Signal<ApiError | null>} */
export const keyRefused = signal(/** @type {ApiError | null} */ (null));

/** Load (or, after a change of role, reload) what every view needs. */
export async function start() {
  bootFailure.value = null;
  forget();
  try {
    /** @type {{vocabulary: import("./types.js").Vocabulary, status: Status}} */
    const { vocabulary, status } = await call("boot");
    boot.value = {
      labels: new Map(vocabulary.labels.map((label) => [label.name, label])),
      relations: new Map(vocabulary.relations.map((relation) => [relation.name, relation])),
      levels: new Map(vocabulary.levels.map((level) => [level.name, level.words])),
      status,
    };
  } catch (cause) {
    if (!drop(cause)) bootFailure.value = /** @type {Error} */ (cause);
  }
}

/**
 * Forget the key in use if `cause` refuses it; what is public stays readable. Whoever asked asks again without it.
 * @param {unknown} cause
 * @returns {boolean} whether the key was dropped
 */
export function drop(cause) {
  if (!apiKey.value || !(cause instanceof ApiError) || cause.code !== "KEY_REFUSED") return false;
  keyRefused.value = cause;
  useKey("");
  return true;
}

/** @param {string} kind */
export const colorOf = (kind) => boot.value?.labels.get(kind)?.color ?? "#767b85";

/** Whether entities of a kind may answer demands. @param {string} kind */
export const answers = (kind) => boot.value?.labels.get(kind)?.answers ?? false;

/** The kind's name as a heading. @param {string} kind */
export function kindName(kind) {
  const name = boot.value?.labels.get(kind)?.words[lang.value] ?? kind;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * The kind a person names in either language, or null.
 * @param {string} name
 */
export function kindCalled(name) {
  const wanted = name.trim().toLowerCase();
  for (const label of boot.value?.labels.values() ?? []) {
    if ([label.name, label.words.zh, label.words.en].some((known) => known.toLowerCase() === wanted)) return label;
  }
  return null;
}

/** The relation's name in its own direction. @param {string} relation */
export const relationName = (relation) => boot.value?.relations.get(relation)?.words[lang.value] ?? relation;
