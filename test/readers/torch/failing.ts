/**
 * What does not hold yet, as text for whoever works on it: causes by how many cases they stop, then every case with its cause.
 *
 * usage: npx tsx test/readers/torch/failing.ts [--list] [FAMILY or part of a name ...]; --list writes notYet.json anew
 */
import { readFamilies, writeNotYet } from '../frameworkCases';
import type { Case } from './caseFiles';
import { differenceOf } from './outcome';

/** The part of a reason that many cases share. */
function causeOf(reason: string): string {
  return reason
    .replace(/^line \d+: /, '')
    .replace(/ \((?:not: |called from |\d+ outputs|no parameter|output \d|loss |gradient).*$/, '')
    .replaceAll(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, '#')
    .slice(0, 110);
}

async function main(): Promise<void> {
  const words = process.argv.slice(2).filter((word) => word !== '--list');
  const failing: Record<string, Record<string, string>> = {};
  const causes = new Map<string, string[]>();
  const lines: string[] = [];
  for (const family of readFamilies<Case>('torch')) {
    const chosen = family.cases.filter(
      ({ name }) => words.length === 0 || words.some((word) => word === family.name || name.includes(word)),
    );
    if (chosen.length === 0) continue;
    let right = 0;
    const own: string[] = [];
    for (const expected of chosen) {
      const reason = differenceOf(family, expected);
      if (reason === null) {
        right += 1;
        continue;
      }
      (failing[family.name] ??= {})[expected.name] = reason;
      const cause = causeOf(reason);
      causes.set(cause, [...(causes.get(cause) ?? []), expected.name]);
      own.push(`- \`${expected.name}\`: ${reason}`);
    }
    lines.push(`\n## ${family.name}: ${right} of ${chosen.length} hold`, '', ...own);
  }
  const ranked = [...causes].toSorted(([, a], [, b]) => b.length - a.length);
  const count = ranked.reduce((sum, [, names]) => sum + names.length, 0);
  process.stdout.write(`${count} cases do not hold\n\n`);
  for (const [cause, names] of ranked.slice(0, 60)) {
    process.stdout.write(`${String(names.length).padStart(5)}  ${cause}   e.g. \`${names[0] ?? ''}\`\n`);
  }
  process.stdout.write(`${lines.join('\n')}\n`);
  if (process.argv.includes('--list')) await writeNotYet('torch', failing);
}

void main();
