/** An answer on its way: a signal that a component reads, always of the latest question. */
import { useEffect, useSignal } from "../vendor/preact.js";
import { call } from "../api.js";
import { apiKey } from "../state.js";
import { learn } from "../known.js";
import { drop } from "../vocabulary.js";

/**
 * @template T
 * @typedef {{state: "idle" | "loading" | "ready" | "failed", data: T | null, error: Error | null, retry: () => void}} Answer
 */

/**
 * Ask the operation `name`; `null` variables ask nothing. While a new answer loads, the last one stays readable.
 * @template T
 * @param {string} name
 * @param {Record<string, unknown> | null} variables
 * @returns {Answer<T>}
 */
export function useAnswer(name, variables) {
  const turn = useSignal(0);
  const answer = useSignal(/** @type {Omit<Answer<T>, "retry">} */ ({ state: variables ? "loading" : "idle", data: null, error: null }));
  useEffect(() => {
    if (!variables) {
      answer.value = { state: "idle", data: null, error: null };
      return undefined;
    }
    const abort = new AbortController();
    answer.value = { ...answer.value, state: "loading", error: null };
    call(name, variables, abort.signal).then(
      (data) => {
        if (abort.signal.aborted) return;
        learn(data);
        answer.value = { state: "ready", data: /** @type {T} */ (data), error: null };
      },
      (error) => {
        if (!abort.signal.aborted && !drop(error)) answer.value = { state: "failed", data: null, error };
      },
    );
    return () => abort.abort();
  }, [name, JSON.stringify(variables), turn.value, apiKey.value]);
  return { ...answer.value, retry: () => { turn.value += 1; } };
}
