/** The one way to the server: its persisted GraphQL operations, by name. */
import { apiKey } from "./state.js";

/** @typedef {import("./types.js").Words} Words */

/** An answer that did not come: a stable code and, where the server gave them, words in both languages. */
export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {Words | null} words
   * @param {number} status  HTTP status, 0 when there was no answer at all
   */
  constructor(code, words, status) {
    super(code);
    this.code = code;
    this.words = words;
    this.status = status;
  }
}

/** Answers of this page's life, oldest first. @type {Map<string, unknown>} */
const answers = new Map();
const KEPT = 60;

/** Forget all answers, as when the role changes. */
export function forget() {
  answers.clear();
}

/**
 * Run the persisted operation `name`.
 * @template T
 * @param {string} name
 * @param {Record<string, unknown>} [variables]
 * @param {AbortSignal} [abort]
 * @returns {Promise<T>} its `data`
 * @throws {ApiError}
 */
export async function call(name, variables = {}, abort) {
  const key = JSON.stringify([name, variables, apiKey.value]);
  const kept = answers.get(key);
  if (kept) return /** @type {T} */ (kept);
  const data = await post({ operationName: name, extensions: { persisted: name }, variables }, abort);
  answers.set(key, data);
  for (const old of answers.keys()) {
    if (answers.size <= KEPT) break;
    answers.delete(old);
  }
  return /** @type {T} */ (data);
}

/**
 * @param {object} body
 * @param {AbortSignal} [abort]
 * @returns {Promise<unknown>}
 */
async function post(body, abort) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (apiKey.value) headers["X-API-Key"] = apiKey.value;
  let response;
  try {
    response = await fetch(new URL("graphql", document.baseURI), {
      method: "POST", headers, body: JSON.stringify(body), signal: abort ?? null, credentials: "same-origin",
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError("NETWORK", null, 0);
  }
  return opened(await response.json().catch(() => null), response);
}

/**
 * @param {{data?: unknown, errors?: {message: string, extensions?: {code?: string, zh?: string, en?: string}}[]} | null} answer
 * @param {Response} response
 */
function opened(answer, response) {
  const error = answer?.errors?.[0];
  if (error) {
    const { code = `HTTP_${response.status}`, zh = error.message, en = error.message } = error.extensions ?? {};
    throw new ApiError(code, { zh, en }, response.status);
  }
  if (!response.ok || !answer?.data) throw new ApiError(`HTTP_${response.status}`, null, response.status);
  return answer.data;
}
