// The README says which operators of ONNX are understood. UPDATE_README=1 (`npm run support`) writes the list anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { operators } from '../../../src/readers/onnx/operators/table';

const file = path.resolve(import.meta.dirname, '../../../README.md');
const begin = '<!-- Made by `npm run support`: operators of ONNX, each with the version that brought it. -->';
const end = '<!-- /support of ONNX -->';

function withOperators(readme: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  assert.ok(from !== -1 && to > from, 'the README has a place for the operators');
  const names = [...operators].sort(([one], [other]) => (one < other ? -1 : 1));
  const list = names.map(([name, { since }]) => (since > 7 ? `${name} (${since})` : name)).join(', ');
  return `${readme.slice(0, from + begin.length)}\n\n${operators.size} operators: ${list}.\n\n${readme.slice(to)}`;
}

describe('the list of ONNX operators', () => {
  it('stands in the README as it is', () => {
    const readme = readFileSync(file, 'utf8');
    if (process.env['UPDATE_README'] === '1') writeFileSync(file, withOperators(readme));
    assert.equal(readFileSync(file, 'utf8'), withOperators(readme), 'npm run support writes it anew');
  });
});
