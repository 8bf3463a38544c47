/** Numbers, amounts and dates in the reader's habit. */
import { lang } from "./state.js";

const locale = () => (lang.value === "zh" ? "zh-CN" : "en-GB");

/** @param {number} value */
export const count = (value) => new Intl.NumberFormat(locale()).format(value);

/** A score in [0, 1]. @param {number} value */
export const score = (value) => value.toFixed(2);

/** @param {number} value  in [0, 1] */
export const percent = (value) => new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(value);

/**
 * A date that may lack day or month: "2018", "2018-01", "2018-01-31".
 * @param {string} text
 */
export function date(text) {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  if (!parts) return text;
  const [, year, month, day] = parts;
  if (!month) return lang.value === "zh" ? `${year}年` : String(year);
  const when = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  /** @type {Intl.DateTimeFormatOptions} */
  const shown = { year: "numeric", month: lang.value === "zh" ? "numeric" : "short", timeZone: "UTC" };
  if (day) shown.day = "numeric";
  return new Intl.DateTimeFormat(lang.value === "zh" ? "zh-CN-u-ca-gregory" : "en-GB", { ...shown, ...(lang.value === "zh" ? { month: "long" } : {}) }).format(when);
}

/**
 * An amount of yuan: 万元 and 亿元 in Chinese, grouped digits in English.
 * @param {number} yuan
 */
export function amount(yuan) {
  const group = (/** @type {number} */ n) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(n);
  if (lang.value === "en") return `CNY ${group(yuan)}`;
  if (yuan >= 1e8) return `${group(yuan / 1e8)} 亿元`;
  return yuan >= 1e4 ? `${group(yuan / 1e4)} 万元` : `${group(yuan)} 元`;
}
