/** Edits of network files: in every layout the content becomes what was meant, and every line that is not meant stays as it is. */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { Intent, Plain } from '../../../src/readers/reader';
import { readExample, readNetworkFile } from '../check';
import { afterEdit, anyLayout, done, laidOut, refusal, layersOf, type Content } from './editLayouts';

const folder = path.resolve(import.meta.dirname, '../../../examples');
/** Those with layers; the others are circuits. */
const examples = readdirSync(folder).filter(
  (name) =>
    /\.network\.(ya?ml|json)$/.test(name) &&
    !/^expression:/m.test(readFileSync(path.join(folder, name), 'utf8')),
);

function contentOf(text: string): unknown {
  return parse(text.replace(/^\uFEFF/, ''));
}

const words = ['relu', 'sigmoid', 'tanh'] as const;

const anyItem: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom<Plain>(
    ...words,
    'batch-norm',
    { 'leaky-relu': 0.1 },
    { sigmoid: null, id: 'a' },
    { dropout: 0.5 },
  ),
  fc.constantFrom<Plain>(
    { linear: 3 },
    { linear: 3, init: 'he-normal' },
    { linear: 3, init: { normal: { std: 0.1, mean: 1 } } },
    { linear: 3, weights: 2, biases: 0 },
    { linear: 3, bias: false, init: { normal: 0.1 }, ignore: ['dead-relu'] },
  ),
);

const block = fc.record(
  {
    repeat: fc.integer({ min: 1, max: 3 }),
    // Ids must be unique, so that blocks hold none.
    layers: fc.array(
      anyItem.filter((item) => !JSON.stringify(item).includes('"id"')),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { noNullPrototype: true },
);

const anyContent: fc.Arbitrary<Content> = fc
  .record({
    name: fc.constantFrom('net', 'a name: with signs # and "quotes"', "it's"),
    input: fc.constant([3]),
    layers: fc.array(fc.oneof({ weight: 3, arbitrary: anyItem }, { weight: 1, arbitrary: block }), {
      minLength: 1,
      maxLength: 6,
    }),
    loss: fc.constantFrom<Plain>('mse', { huber: 0.5 }),
    train: fc.constantFrom<Plain>({ rate: 0.1 }, { optimizer: 'sgd', rate: 0.5, 'clip-norm': 2 }),
  })
  .chain((whole) => fc.subarray(['loss', 'train', 'name']).map((gone) => without(whole, gone)));

function without(content: Content, gone: readonly string[]): Content {
  const seen = { count: 0 };
  // One layer may have the id.
  const layers = (content['layers'] as Plain[]).filter((item) => {
    if (!JSON.stringify(item).includes('"id"')) return true;
    seen.count += 1;
    return seen.count === 1;
  });
  const kept = Object.entries({ ...content, layers }).filter(([key]) => !gone.includes(key));
  return Object.fromEntries(kept);
}

/** The intents that make sense for a layer. */
function intentsFor(item: Plain, layers: readonly number[]): readonly Intent[] {
  const text = JSON.stringify(item);
  const both: readonly Intent[] = [
    { kind: 'insert', layers, side: 'before', layer: 'layer-norm' },
    { kind: 'insert', layers, side: 'after', layer: { elu: 0.3 } },
    { kind: 'remove', layers },
  ];
  if (/^"(relu|sigmoid|tanh)|sigmoid|leaky/.test(text)) {
    return [...both, { kind: 'activate', layers, to: 'silu' }, { kind: 'activate', layers, to: { celu: 2 } }];
  }
  if (!text.includes('linear')) return both;
  return [
    ...both,
    { kind: 'initialise', layers, to: 'xavier-normal' },
    { kind: 'initialise', layers, to: { normal: { std: 10 } } },
    { kind: 'set-option', layers, option: 'units', to: 5 },
    { kind: 'set-option', layers, option: 'bias', to: true },
    { kind: 'set-option', layers, option: 'init', to: null },
  ];
}

const general: readonly Intent[] = [
  { kind: 'set-loss', to: 'l1' },
  { kind: 'set-loss', to: { huber: 2 } },
  { kind: 'set-training', field: 'rate', to: 1e-5 },
  { kind: 'set-training', field: 'clip-norm', to: 1 },
];

describe('edits of network files', () => {
  it('say what was meant, in any layout, and add no problem', () => {
    fc.assert(
      fc.property(anyContent, anyLayout, fc.nat(), fc.nat(), (content, layout, which, what) => {
        const text = laidOut(content, layout);
        const name = `a.network.${layout.format}`;
        fc.pre(layersOf(content).length > 0);
        assert.deepEqual(contentOf(text), content, 'the layout of this test keeps the content');
        const layer = which % layersOf(content).length;
        const item = itemAt(content, layer);
        const intents = [...intentsFor(item, [layer]), ...general];
        const intent = intents[what % intents.length];
        assert.ok(intent);
        if (intent.kind === 'remove' && isAlone(content, layer)) {
          assert.match(refusal(text, [intent], name), /at least one layer/);
          return;
        }
        const result = afterEdit(text, [intent], name);
        assert.deepEqual(
          contentOf(result),
          done(content, intent),
          `${JSON.stringify(intent)}\n${text}\n->\n${result}`,
        );
        assert.deepEqual(
          readNetworkFile(result, name).problems.map(({ message }) => message),
          readNetworkFile(text, name).problems.map(({ message }) => message),
        );
        keepsTheRest(text, result, intent);
      }),
      { numRuns: 300 },
    );
  });

  it('do several things at once, whatever their order', () => {
    fc.assert(
      fc.property(
        anyContent,
        anyLayout,
        fc.array(fc.nat(), { minLength: 2, maxLength: 5 }),
        (content, layout, draws) => {
          const text = laidOut(content, layout);
          const count = layersOf(content).length;
          fc.pre(count > 0);
          const intents = draws.map((draw): Intent => {
            const layer = draw % count;
            const able = [...intentsFor(itemAt(content, layer), [layer]), ...general];
            const still = able.filter(({ kind }) => !['insert', 'remove', 'activate'].includes(kind));
            return still[(draw >> 4) % still.length] ?? { kind: 'set-loss', to: 'l1' };
          });
          const result = afterEdit(text, intents, `a.network.${layout.format}`);
          assert.deepEqual(contentOf(result), intents.reduce(done, content));
        },
      ),
      { numRuns: 100 },
    );
  });

  for (const file of examples) {
    it(`${file}: every layer's first values, activations and training`, () => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const content = contentOf(text) as Content; // the examples are groups of fields
      const layers = new Map(
        [...layersOf(content).entries()].map(([layer, place]) => [String(place), layer]),
      );
      for (const layer of layers.values()) {
        for (const intent of [...intentsFor(itemAt(content, layer), [layer]), ...general]) {
          // Another number of layers or outputs and another loss do not fit the weights and targets of every example.
          if (['set-loss', 'insert', 'remove'].includes(intent.kind)) continue;
          if (intent.kind === 'set-option' && intent.option === 'units') continue;
          const result = afterEdit(text, [intent], file);
          assert.deepEqual(contentOf(result), done(content, intent));
          assert.deepEqual(readExample(file, result).reading.problems, []);
          keepsTheRest(text, result, intent);
        }
      }
    });
  }
});

function itemAt(content: Content, layer: number): Plain {
  let at: Plain = content;
  for (const step of layersOf(content)[layer] ?? [])
    at = (at as Record<string | number, Plain>)[step] ?? null; // it exists
  return at;
}

function isAlone(content: Content, layer: number): boolean {
  const place = layersOf(content)[layer]?.slice(0, -1).join();
  const others = layersOf(content).filter((each) => each.slice(0, -1).join() === place);
  return new Set(others.map(String)).size === 1 && siblings(content, layer) === 1;
}

function siblings(content: Content, layer: number): number {
  let at: Plain = content;
  for (const step of (layersOf(content)[layer] ?? []).slice(0, -1))
    at = (at as Record<string | number, Plain>)[step] ?? null; // it exists
  return (at as Plain[]).length;
}

/** Every comment stays unless its layer or value went, and so do the line ends. */
function keepsTheRest(before: string, after: string, intent: Intent): void {
  const comments = (text: string): readonly string[] => text.match(/# c\d+/g) ?? [];
  const gone = comments(before).filter((comment) => !comments(after).includes(comment));
  const mayGo = intent.kind === 'remove' || intent.kind === 'activate' || intent.kind === 'initialise';
  if (!mayGo && intent.kind !== 'set-loss' && !(intent.kind === 'set-option' && intent.to === null)) {
    assert.deepEqual(gone, []);
  }
  assert.equal(
    /(?<!\r)\n/.test(after),
    /(?<!\r)\n/.test(before) || (!before.includes('\n') && after.includes('\n')),
  );
  assert.equal(after.startsWith('\uFEFF'), before.startsWith('\uFEFF'));
}
