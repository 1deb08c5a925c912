/** Recall, layer, pairs and precision over the corpus, and silence on its healthy originals; the counts are printed. */
import assert from 'node:assert/strict';
import { inspectAll } from '../../src/inspect/inspect';
import type { NetworkReport } from '../../src/analysis/report';
import { kernelsOf } from '../tensor/wasmModules';
import type { WasmKernels } from '../../src/tensor/wasm/kernels';
import { originals, pairs } from './corpus';
import { judged, loudOf, scoresOf, type Judgement } from './judgement';
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

  for (const set of ['tuned', 'aside'] as const) {
    it(`names mistakes, at the right layer: ${set}`, () => {
      const scores = scoresOf(judgements.filter(({ pair }) => pair.set === set));
      for (const [name, share] of Object.entries<number>({ ...scores })) {
        assert.ok(name === 'pairs' || share >= least, `${name} is ${text(share)}, least ${text(least)}`);
      }
    });
  }

  after(print);
});

/** What every share of a set has to be. */
const least = 0.95;

function print(): void {
  const of = (set: string): readonly Judgement[] => judgements.filter(({ pair }) => pair.set === set);
  const table = Object.entries({ tuned: of('tuned'), aside: of('aside'), all: judgements }).map(
    ([set, found]) => {
      const { pairs: count, ...shares } = scoresOf(found);
      const texts = Object.entries<number>(shares).map(([name, share]) => [name, text(share)]);
      return [set, { pairs: count, ...Object.fromEntries(texts) }] as const;
    },
  );
  console.log(`${originals.length} originals, ${kinds.length} kinds of mistakes`);
  console.table(Object.fromEntries(table));
  if (process.env['CORPUS_MISSES'] === undefined) return;
  for (const { pair, right, found, atRightLayer, silentBefore } of of('tuned')) {
    const what = right === null ? 'missed' : !atRightLayer ? 'layer' : !silentBefore ? 'before' : null;
    if (what === null) continue;
    const said = loudOf(found).map(({ severity, rule, layer }) => `${severity} ${rule}@${layer}`);
    console.log(`${what}: ${pair.kind} | ${pair.original} | ${said.join(', ')}`);
  }
}

function text(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
