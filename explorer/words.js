/** Every word of the page in Chinese and English. Words of kinds, relations and reasons come with the answers. */
import { lang } from "./state.js";

/** @typedef {import("./types.js").Words} Words */
/** @typedef {keyof typeof WORDS} WordKey */

const WORDS = {
  name: ["科转图谱", "Kezhuan"],
  tagline: ["每一个匹配,都有出处", "Every match shows its evidence"],
  lead: [
    "从企业的技术难题出发,找到成果、专利、专家与引路人;每条关联都能查到来源文件与行号。",
    "Start from an enterprise's technical problem; find achievements, patents, experts and the people who can introduce you. Every link leads back to a source file and row.",
  ],
  skip: ["跳到主要内容", "Skip to content"],
  views: ["视图", "Views"],
  view_start: ["起点", "Start"],
  view_match: ["供需匹配", "Match"],
  view_paths: ["关联路径", "Paths"],
  view_partners: ["合作引荐", "Partners"],
  view_policies: ["适用政策", "Policies"],
  view_scene: ["图谱", "Graph"],
  language: ["语言", "Language"],
  other_language: ["English", "中文"],
  totals: ["{nodes} 个实体 · {edges} 条关系", "{nodes} entities · {edges} relations"],
  load_version: ["数据版本 {version}", "Data version {version}"],

  search: ["搜索", "Search"],
  search_label: ["搜索实体", "Search entities"],
  search_hint: ["企业、成果、专利、人员、技术……", "Enterprise, achievement, patent, person, technique…"],
  search_prefix: ["可加类型前缀,例如“{kind}:”", "Prefix with a kind, e.g. “{kind}:”"],
  search_none: ["没有找到“{query}”", "Nothing found for “{query}”"],
  search_found: ["{count} 条建议", "{count} suggestions"],
  search_only: ["只在“{kind}”中搜索", "Search only “{kind}”"],
  searching: ["正在搜索…", "Searching…"],
  recent: ["最近搜索", "Recent searches"],
  recent_clear: ["清空", "Clear"],
  examples: ["从一个需求开始", "Start from a demand"],
  examples_none: ["图谱里还没有需求。", "The graph holds no demands yet."],
  paste: ["粘贴一段需求", "Paste a demand"],
  paste_hint: [
    "用自己的话描述技术难题,例如:铝合金压铸件气孔多,希望提高致密度……",
    "Describe the technical problem in your own words (in Chinese, the language of the data)…",
  ],
  paste_note: ["文字只用于本次匹配,不会保存。", "The text is used for this match only and is not stored."],
  paste_go: ["寻找答案", "Find answers"],

  fictitious: ["虚构示例", "Fictitious"],
  fictitious_note: ["这条记录来自虚构的示例数据,不是真实的人或事。", "This record comes from fictitious sample data; it is no real person or event."],
  loading: ["正在载入…", "Loading…"],
  retry: ["重试", "Try again"],
  close: ["关闭", "Close"],
  failed: ["没有得到答案", "No answer"],
  failed_network: ["无法连接服务。请检查网络,或稍后再试。", "The service cannot be reached. Check the network or try again later."],
  failed_status: ["服务返回了 {status}。请稍后再试。", "The service answered {status}. Try again later."],
  nothing_picked: ["先选一个实体", "Pick an entity first"],

  key: ["访问密钥", "API key"],
  key_label: ["X-API-Key", "X-API-Key"],
  key_note: [
    "密钥只保存在本标签页,关闭即忘。没有密钥时以匿名身份查看公开信息。",
    "The key stays in this tab only and is forgotten when it closes. Without one you see public information.",
  ],
  key_set: ["使用", "Use"],
  key_drop: ["移除", "Remove"],
  key_role: ["当前身份:{role}", "Current role: {role}"],
};

/**
 * A word of the page in the current language, its `{placeholders}` filled.
 * @param {WordKey} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = /** @type {string} */ (WORDS[key][lang.value === "zh" ? 0 : 1]);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * Words of an answer in the current language.
 * @param {Words | null | undefined} words
 */
export function say(words) {
  return words ? words[lang.value] : "";
}
