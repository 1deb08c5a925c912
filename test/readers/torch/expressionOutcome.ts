/** Evaluates the expression of a case behind its text, and says in a sentence how it differs from Python's; null: not at all. */
import { repr } from '../../../src/readers/python/evaluate/repr';
import { runEverything } from '../../../src/readers/python/read/policy';
import { readProgram } from '../../../src/readers/python/read/program';
import { evaluateText } from '../../../src/readers/python/read/sites';
import type { Value } from '../../../src/readers/python/values/value';
import { programModules } from '../../../src/readers/program/modules';
import type { ExpressionCase } from './caseFiles';

/** PyTorch computes constants in float32, we in float64. */
const tolerance = 1e-6;

/** How the value or the exception differs. */
export function expressionDifference(header: string, expected: ExpressionCase): string | null {
  const program = readProgram(
    { path: 'model.py', text: header + expected.text },
    { modules: programModules, policy: runEverything },
  );
  const [failure] = program.main.failures;
  if (failure) return failure.text.slice(0, 200);
  const outcome = evaluateText(program, expected.expression);
  if (typeof outcome === 'string') return outcome;
  if ('failure' in outcome) {
    const { text } = outcome.failure;
    // Of an exception without words Python writes the name alone, the script a colon behind it.
    if (expected.kind === 'raises' && text === expected.error.replace(/: $/, '')) return null;
    return text.slice(0, 200);
  }
  const { value } = outcome;
  const unknown = unknownIn(value);
  if (unknown !== null) return `unknown: ${unknown}`;
  const text = repr(program.machine, value);
  if (expected.kind === 'raises') return `${text} instead of ${expected.error}`.slice(0, 200);
  return sameText(text, expected.value) ? null : `${text} instead of ${expected.value}`.slice(0, 200);
}

/** Why a value, or what a container holds, is not known. */
function unknownIn(value: Value): string | null {
  if (value.kind === 'unknown') return value.message;
  const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : [];
  return items.map(unknownIn).find((message) => message !== null) ?? null;
}

const number = /-?\b\d+(?:\.\d*)?(?:e[+-]?\d+)?/g;

/** Whether two texts are the same but for the last digits of floats. */
function sameText(ours: string, theirs: string): boolean {
  const [numbers, wanted] = [ours.match(number) ?? [], theirs.match(number) ?? []];
  if (ours.replaceAll(number, '#') !== theirs.replaceAll(number, '#')) return false;
  return wanted.every((target, place) => sameNumber(numbers[place] ?? '', target));
}

function sameNumber(ours: string, theirs: string): boolean {
  const [isFloat, wantsFloat] = [ours, theirs].map((text) => /[.e]/.test(text));
  if (ours === theirs) return true;
  if (!isFloat || !wantsFloat) return false;
  const [value, wanted] = [Number(ours), Number(theirs)];
  return Math.abs(value - wanted) <= tolerance * Math.max(1e-2, Math.abs(wanted));
}
