/**
 * Cases as texts: a title, a source, an arrow, then the source with carets under its problems and the printed networks.
 * `UPDATE_CASES=1` (or the name of one file of cases) writes what the reader says now; read the difference before you commit it.
 */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { faultsOf } from '../../src/graph/shapes';
import { readNetworkFile, shown } from './check';

const folder = path.resolve(import.meta.dirname, 'cases');

interface Case {
  readonly title: string;
  readonly source: string;
  readonly expected: string;
}

function casesOf(text: string): Case[] {
  return text
    .split(/^# (?=.*\n)/m)
    .slice(1)
    .map((part) => {
      const [, title = '', source = '', expected = ''] = /^(.*)\n\n?([^]*?)\n==>\n?([^]*)$/.exec(part) ?? [];
      return { title, source, expected: expected.trimEnd() };
    });
}

for (const file of readdirSync(folder)) {
  const place = path.join(folder, file);
  const cases = casesOf(readFileSync(place, 'utf8'));
  const format = file.includes('json') ? 'json' : 'yaml';
  const read = (source: string): string => {
    const reading = readNetworkFile(source, `case.network.${format}`);
    assert.deepEqual(reading.networks.flatMap(faultsOf), [], 'every network of a reader is legal');
    return shown(source, reading);
  };
  if (['1', path.parse(file).name].includes(process.env['UPDATE_CASES'] ?? '')) {
    const parts = cases.map(({ title, source }) => `# ${title}\n\n${source}\n==>\n${read(source)}\n`);
    writeFileSync(place, parts.join('\n'));
  }
  describe(`network files: ${path.parse(file).name}`, () => {
    for (const { title, source, expected } of cases) {
      it(title, () => {
        assert.equal(read(source), expected);
      });
    }
  });
}
