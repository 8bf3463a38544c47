/**
 * Shapes of the answers, as the persisted operations select them. Types only.
 *
 * @typedef {{zh: string, en: string}} Words
 * @typedef {{uid: string, kind: string, kindWords: Words, caption: string, fictitious: boolean}} Ref
 * @typedef {{source: string, title: Words, file: string, sheet: string, row: number, sha256: string, licence: string,
 *   url: string, fictitious: boolean, field: string, quote: string}} Evidence
 * @typedef {{start: string, end: string, relation: string, words: Words, forward: boolean, sentence: Words,
 *   confidence: number, method: string, validFrom: string | null, validTo: string | null,
 *   age: Words | null, evidence: Evidence[]}} Step
 * @typedef {{nodes: Ref[], steps: Step[], metapath: string, score: number, share: number, sentence: Words}} Path
 * @typedef {{name: string, caption: Words, value: number, weight: number, contribution: number, reason: Words}} Factor
 * @typedef {{target: Ref, score: number, factors: Factor[], paths: Path[], summary: Words}} Explanation
 * @typedef {{demand: Ref, terms: Ref[], explanations: Explanation[], loadVersion: string, abstained: Words | null,
 *   considered: number}} MatchResult
 * @typedef {{start: Ref, end: Ref, paths: Path[], loadVersion: string, truncated: boolean, bound: string,
 *   reason: Words | null}} PathResult
 * @typedef {{target: Ref, introducers: Ref[], paths: Path[], score: number, summary: Words}} Partner
 * @typedef {{start: Ref, partners: Partner[], loadVersion: string, truncated: boolean, bound: string,
 *   reason: Words | null}} PartnerResult
 * @typedef {{relation: string, words: Words, forward: boolean, count: number}} RelationCount
 * @typedef {{center: Ref, counts: RelationCount[], nodes: Ref[], steps: Step[], loadVersion: string,
 *   truncated: boolean}} Neighborhood
 * @typedef {{entity: Ref, score: number, snippet: string}} Hit
 * @typedef {{hits: Hit[], counts: {kind: string, count: number}[], loadVersion: string, truncated: boolean}} SearchResult
 * @typedef {{name: string, words: Words, value: string | null, values: string[] | null, level: string, hidden: boolean,
 *   unit: string | null}} Property
 * @typedef {Ref & {properties: Property[], sources: Evidence[], counts: RelationCount[]}} Entity
 * @typedef {{name: string, words: Words, color: string, parent: string | null, count: number, answers: boolean}} LabelInfo
 * @typedef {{name: string, words: Words, reverse: Words, start: string[], end: string[], count: number}} RelationInfo
 * @typedef {{name: string, words: Words}} Choice
 * @typedef {{labels: LabelInfo[], relations: RelationInfo[], levels: Choice[], roles: Choice[]}} Vocabulary
 * @typedef {{version: string, loadVersion: string | null, role: string, roleWords: Words, nodes: number, edges: number}} Status
 */
export {};
