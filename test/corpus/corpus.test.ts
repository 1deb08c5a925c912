/** Recall, layer, pairs and precision over the corpus, and silence on its healthy originals; the counts are printed. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';
import type { NetworkReport } from '../../src/analysis/report';
import { kernelsOf } from '../tensor/wasmModules';
import type { WasmKernels } from '../../src/tensor/wasm/kernels';
import { originals, pairs, unnamed } from './corpus';
import { judged, loudOf, scoresOf, type Judgement, type Scores } from './judgement';
import { kinds } from './mutations/table';
import { tables } from './tables';

let kernels: WasmKernels;

function inspected(name: string, text: string): NetworkReport {
  const source = { path: `${name}.network.yaml`, text };
  const { report } = inspectAll(source, tables, { kernels: () => kernels });
  const wrong = report.problems.filter(({ severity }) => severity === 'error');
  assert.deepEqual(wrong, [], `${name} does not read:\n${text}`);
  const [network] = report.networks;
  assert.ok(network);
  return network;
}

const healthy = new Map<string, NetworkReport>();
const judgements: Judgement[] = [];

describe('corpus', () => {
  before(async () => {
    kernels = await kernelsOf('simd');
  });

  for (const { name, text } of originals) {
    it(`${name} is healthy`, () => {
      const report = inspected(name, text);
      healthy.set(name, report);
      assert.deepEqual(
        loudOf(report.findings).map(({ message }) => message),
        [],
      );
    });
  }

  for (const kind of kinds) {
    it(`inspects: ${kind}`, () => {
      for (const pair of pairs) {
        const original = healthy.get(pair.original);
        if (pair.kind !== kind || !original) continue;
        judgements.push(judged(pair, inspected(`${pair.original}, ${kind}`, pair.mutant.text), original));
      }
    });
  }

  it('names mistakes, at the right layer', () => {
    print();
  });
});

function print(): void {
  const tuned = judgements.filter(({ pair }) => pair.set === 'tuned');
  const rows: readonly (readonly [string, Scores])[] = [
    ['tuned', scoresOf(tuned)],
    ['aside', scoresOf(judgements.filter(({ pair }) => pair.set === 'aside'))],
    ['all', scoresOf(judgements)],
  ];
  console.log(`${originals.length} originals, ${kinds.length - unnamed.length} kinds of mistakes`);
  if (unnamed.length > 0) console.log(`not named by any rule yet: ${unnamed.join(', ')}`);
  console.table(
    Object.fromEntries(
      rows.map(([set, { pairs: count, ...shares }]) => [
        set,
        {
          pairs: count,
          ...Object.fromEntries(Object.entries(shares).map(([name, value]) => [name, text(value)])),
        },
      ]),
    ),
  );
  if (process.env['CORPUS_MISSES'] === undefined) return;
  for (const { pair, right, found, atRightLayer, silentBefore } of tuned) {
    const what = right === null ? 'missed' : !atRightLayer ? 'layer' : !silentBefore ? 'before' : null;
    if (what === null) continue;
    const said = loudOf(found).map((finding) => `${finding.severity} ${finding.rule}@${finding.layer}`);
    console.log(`${what}: ${pair.kind} | ${pair.original} | ${said.join(', ')}`);
  }
}

function text(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
