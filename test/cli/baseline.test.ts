/** SARIF, baselines, silenced rules and limits on the command line. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Log, Result } from 'sarif';
import { ruleIds } from '../../src/analysis/rules/table';
import { call } from './call';

/** A sigmoid too deep: 0.25 to the tenth and less is left of delta. */
const deep = `input: [8]
layers:
${'  - { linear: 8 }\n  - sigmoid\n'.repeat(10)}  - linear: 1
loss: mse
`;
/** The same with weights that are all zero: a second mistake. */
const zero = deep.replace('- linear: 1\n', '- { linear: 8, init: zeros }\n  - relu\n  - linear: 1\n');

describe('the command line for machines', () => {
  let folder = '';
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const sarif = async (...words: readonly string[]): Promise<readonly Result[]> => {
    const log = JSON.parse((await call('inspect', '--sarif', ...words)).output) as Log; // checked by its type when it is made
    assert.equal(log.version, '2.1.0');
    assert.equal(log.runs.length, 1);
    return log.runs[0]?.results ?? [];
  };

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'backprop-lens-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  it('prints findings as SARIF with their rules, lines from 1 and levels', async () => {
    const file = write('deep er%.network.yaml', deep);
    const { code, output } = await call('inspect', file, '--sarif');
    assert.equal(code, 1);
    const log = JSON.parse(output) as Log;
    const [only] = log.runs;
    const ids = only?.tool.driver.rules?.map(({ id }) => id);
    assert.deepEqual(ids, [...ruleIds, 'unreadable']);
    const found = only?.results?.find(({ ruleId }) => ruleId === 'vanishing');
    assert.equal(found?.level, 'error');
    const place = found.locations?.[0]?.physicalLocation;
    assert.equal(place?.region?.startLine, 3);
    assert.ok(place.artifactLocation?.uri?.endsWith('deep%20er%25.network.yaml'));
    assert.equal(found.baselineState, undefined);
  });

  it('prints what could not be read as a result too', async () => {
    const results = await sarif(write('broken.network.yaml', 'input: [8]\nlayers:\n  - lineer: 8\n'));
    const [first] = results;
    assert.equal(first?.ruleId, 'unreadable');
    assert.equal(first.level, 'error');
    assert.equal(first.locations?.[0]?.physicalLocation?.region?.startLine, 3);
  });

  for (const format of ['--json', '--sarif']) {
    it(`does not count what a baseline of ${format} knows, and counts what is new`, async () => {
      const file = write('case.network.yaml', deep);
      const earlier = write('baseline.json', (await call('inspect', file, format)).output);
      const again = await call('inspect', file, '--baseline', earlier);
      assert.equal(again.code, 0);
      assert.match(again.output, /findings? of the baseline not shown/);
      assert.doesNotMatch(again.output, /vanish/i);
      // Lines move, the findings stay known.
      write('case.network.yaml', `# a comment\n\n${deep}`);
      assert.equal((await call('inspect', file, '--baseline', earlier)).code, 0);
      write('case.network.yaml', zero);
      const worse = await call('inspect', file, '--baseline', earlier);
      assert.equal(worse.code, 1);
      assert.match(worse.output, /zero|equal|no gradient/i);
    });
  }

  it('says in SARIF what is new, unchanged and absent', async () => {
    const file = write('case.network.yaml', deep);
    const earlier = write('baseline.json', (await call('inspect', file, '--sarif')).output);
    const states = async (): Promise<ReadonlySet<string | undefined>> =>
      new Set((await sarif(file, '--baseline', earlier)).map(({ baselineState }) => baselineState));
    assert.deepEqual(await states(), new Set(['unchanged']));
    write('case.network.yaml', zero);
    assert.ok((await states()).has('new'));
    write('case.network.yaml', 'input: [8]\nlayers: [{ linear: 8 }, tanh, { linear: 1 }]\nloss: mse\n');
    assert.deepEqual(await states(), new Set(['absent']));
    const gone = write('gone.json', (await call('inspect', file, '--sarif', '--baseline', earlier)).output);
    write('case.network.yaml', deep);
    const back = await call('inspect', file, '--baseline', gone);
    assert.equal(back.code, 1);
  });

  for (const text of ['', '[]', '{"files": 3}', 'null', '{"__proto__": []}']) {
    it(`refuses ${JSON.stringify(text)} as a baseline`, async () => {
      const file = write('case.network.yaml', deep);
      const { code, complaints } = await call('inspect', file, '--baseline', write('baseline.json', text));
      assert.equal(code, 2);
      assert.match(complaints, /baseline\.json: it is /);
    });
  }

  it('takes a baseline whose fields have wrong types as one that knows nothing', async () => {
    const file = write('case.network.yaml', deep);
    const hostile = '{"runs": [null, {"results": [3, {"partialFingerprints": 1}, {"locations": [{}]}]}]}';
    assert.equal((await call('inspect', file, '--baseline', write('b.json', hostile))).code, 1);
  });

  it('silences rules, and moves limits', async () => {
    const file = write('case.network.yaml', deep);
    const silenced = await call('inspect', file, '--ignore', 'vanishing');
    assert.doesNotMatch(silenced.output, /\[vanishing/);
    const moved = await call(
      ...['inspect', file, '--limit', 'vanishing.error=1e-30', '--limit', 'vanishing.warning=1e-29'],
    );
    assert.equal(moved.code, 0);
    assert.match(moved.output, /information: .*\[vanishing/);
  });

  for (const [words, said] of [
    [['--ignore', 'vanisching'], /no rule is called vanisching, did you mean vanishing\?/],
    [['--limit', 'vanishing.warning'], /RULE\.LEVEL=NUMBER/],
    [['--limit', 'vanishing.warn=1'], /did you mean vanishing\.warning\?/],
    [['--limit', 'linear-stack.warning=1'], /no limit that can be set/],
    [['--limit', '__proto__.error=1'], /no limit that can be set/],
    [['--json', '--sarif'], /exclude each other/],
    [['--fill', 'cosine'], /--fill takes sine or hash, found cosine/],
  ] as const) {
    it(`says what is wrong with ${words.join(' ')}`, async () => {
      const { code, complaints } = await call('inspect', 'x.network.yaml', ...words);
      assert.equal(code, 2);
      assert.match(complaints, said);
    });
  }
});
