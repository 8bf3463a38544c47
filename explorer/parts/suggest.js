/** What a search box suggests: reads the `kind:` prefix, waits for a pause in typing, asks, remembers. */
import { signal, useEffect, useSignal } from "../vendor/preact.js";
import { call } from "../api.js";
import { learn } from "../known.js";
import { kindCalled } from "../vocabulary.js";

/** @typedef {import("../types.js").Ref} Ref */
/** `typed` is the text that the hits answer. @typedef {{state: "idle" | "loading" | "ready" | "failed", typed: string, query: string, hits: import("../types.js").Hit[], error: Error | null}} Suggestions */

const PAUSE = 180;
const SHOWN = 8;
const RECENT_KEY = "kezhuan.recent";
const RECENT = 6;

/**
 * "专利:石墨烯" → the kind Patent and the words 石墨烯; without a known kind before the colon all is words.
 * @param {string} typed
 */
export function readQuery(typed) {
  const parts = /^([^:\uff1a]{1,20})[:\uff1a](.*)$/s.exec(typed.trim());
  const label = parts ? kindCalled(parts[1] ?? "") : null;
  return label && parts ? { kind: label.name, words: (parts[2] ?? "").trim() } : { kind: "", words: typed.trim() };
}

/**
 * Suggestions for what is typed, those of the latest typing only.
 * @param {string} typed
 * @param {string[]} kinds  only these, unless the text names one
 * @returns {Suggestions}
 */
export function useSuggestions(typed, kinds) {
  const found = useSignal(/** @type {Suggestions} */ ({ state: "idle", typed, query: "", hits: [], error: null }));
  useEffect(() => {
    const { kind, words } = readQuery(typed);
    if (!words) {
      found.value = { state: "idle", typed, query: "", hits: [], error: null };
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      found.value = { ...found.value, state: "loading", query: words };
      const asked = kind ? [kind] : kinds;
      try {
        /** @type {{search: import("../types.js").SearchResult}} */
        const { search } = await call("search", { query: words, kinds: asked.length ? asked : null, first: SHOWN }, abort.signal);
        learn(search);
        if (!abort.signal.aborted) found.value = { state: "ready", typed, query: words, hits: search.hits, error: null };
      } catch (error) {
        if (!abort.signal.aborted) found.value = { state: "failed", typed, query: words, hits: [], error: /** @type {Error} */ (error) };
      }
    }, PAUSE);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [typed, kinds.join()]);
  return found.value;
}

/** Entities picked before, newest first. @type {import("../vendor/preact.js").Signal<Ref[]>} */
export const recent = signal(kept());

/** @returns {Ref[]} */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((item) => item?.uid && item?.caption && item?.kindWords) : [];
  } catch {
    return [];
  }
}

/** @param {Ref} entity */
export function remember({ uid, kind, kindWords, caption, fictitious }) {
  const others = recent.value.filter((known) => known.uid !== uid);
  recent.value = [{ uid, kind, kindWords, caption, fictitious }, ...others].slice(0, RECENT);
  localStorage.setItem(RECENT_KEY, JSON.stringify(recent.value));
}

export function forgetRecent() {
  recent.value = [];
  localStorage.removeItem(RECENT_KEY);
}
