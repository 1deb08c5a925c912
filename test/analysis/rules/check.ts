/** Checks a network file against the findings that its comments mark: the one way in which these tests touch the engine. */
import assert from 'node:assert/strict';
import type { Finding, NetworkReport } from '../../../src/analysis/report';
import type { RuleId } from '../../../src/analysis/rules/rule';
import { inspectAll, type InspectOptions } from '../../../src/inspect/inspect';

/** A titled network file; a comment `# ^ RULE SEVERITY LOW..HIGH > RULE, RULE` marks a finding on its line. */
export interface Case {
  readonly title: string;
  readonly source: string;
  /** Rules to look at; all of them when left out. */
  readonly only?: readonly string[];
}

/** A finding as a mark writes it: where, what, how grave, and which rules follow from it. */
interface Mark {
  readonly text: string;
  readonly low: number;
  readonly high: number;
}

const marker =
  /# \^ ([\w-]+) (error|warning|information)(?: ([\d.e+-]+|Infinity)\.\.([\d.e+-]+|Infinity))?(?: > ([\w, -]+))?\s*$/;

/** The report of the only network in a source that the reader has nothing to say against. */
export function inspected(source: string, options: Partial<InspectOptions> = {}): NetworkReport {
  const { report } = inspectAll({ path: 'case.network.yaml', text: source }, new Map(), options);
  assert.deepEqual(report.problems, []);
  const [network, ...others] = report.networks;
  assert.ok(network && others.length === 0, 'a case is one network');
  return network;
}

/** Fails unless the findings are exactly those that the source marks, with values in the marked ranges. */
export function check({ source, only }: Case, options: Partial<InspectOptions> = {}): void {
  const { findings } = inspected(source, options);
  const seen = findings.filter(({ rule }) => only?.includes(rule) ?? true);
  const marks = marksOf(source);
  assert.deepEqual(seen.map(textOf).sort(), marks.map(({ text }) => text).sort(), messages(seen));
  for (const { text, low, high } of marks) {
    const value = seen.find((finding) => textOf(finding) === text)?.value ?? NaN;
    assert.ok(low <= value && value <= high, `${text} has value ${value}, marked ${low}..${high}`);
  }
  for (const finding of seen) checkProse(finding);
}

/** Declares one mocha test per case under the name of a rule; `options` are asked for when a test runs. */
export function describeCases(
  rule: RuleId,
  cases: readonly Case[],
  options: () => Partial<InspectOptions> | Promise<Partial<InspectOptions>> = () => ({}),
): void {
  describe(`rule ${rule}`, () => {
    for (const one of cases) it(one.title, async () => check(one, await options()));
  });
}

/** What findings say, for the message of a failing test. */
export function messages(findings: readonly Finding[]): string {
  return findings
    .map(({ rule, severity, message, cause }) => `${severity} ${rule}: ${message} ${cause}`)
    .join('\n');
}

function marksOf(source: string): readonly Mark[] {
  return source.split('\n').flatMap((line, index) => {
    const found = marker.exec(line);
    if (!found) {
      assert.ok(!line.includes('# ^'), `line ${index + 1} has a mark that cannot be read`);
      return [];
    }
    const [, rule = '', severity = '', low = '-Infinity', high = 'Infinity', consequences = ''] = found;
    const folded = consequences === '' ? '' : ` > ${consequences.trim()}`;
    return [{ text: `${index + 1}: ${rule} ${severity}${folded}`, low: Number(low), high: Number(high) }];
  });
}

function textOf({ rule, severity, span, consequences }: Finding): string {
  const folded = [...new Set(consequences.map((finding) => finding.rule))].sort().join(', ');
  return `${span.start.line + 1}: ${rule} ${severity}${folded === '' ? '' : ` > ${folded}`}`;
}

/** Messages and causes are one sentence each; a message names its limit. */
function checkProse({ message, cause, remedies }: Finding): void {
  assert.match(message, /^[^a-z\s].*[^.]\.$|^[a-z-]+ .*\.$/);
  for (const sentence of [cause, ...remedies]) assert.match(sentence, /^[^a-z\s].*[^.]\.$/);
  assert.match(message, /limit/);
  assert.doesNotMatch(`${message} ${cause}`, /undefined|\[object|NaN times/);
  assert.ok(remedies.length > 0);
}
