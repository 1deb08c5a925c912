/** Edits of PyTorch programs: the lines that are expected go and come and no others, and the program is then read as it should be. */
import { strict as assert } from 'node:assert';
import type { Source } from '../../../../src/base/source';
import { changedLines } from '../../../../src/inspect/remedies/texts';
import { editedSource } from '../../../../src/readers/edit/editedSource';
import { parsePython } from '../../../../src/readers/python/parse/parsePython';
import { noOverrides, type Intent, type Overrides, type Reading } from '../../../../src/readers/reader';
import { editSource, readSource } from '../../../../src/readers/table';
import { layerCases } from './cases';
import type { EditCase } from './editCase';
import { fieldCases } from './fieldCases';
import { attributes } from './programs';

const files = new Map<string, Uint8Array>();

function overridesOf({ network = 'Net()', inputs = ['4,4'] }: Partial<EditCase>): Overrides {
  return { ...noOverrides, network, inputs };
}

function read(source: Source, one: Partial<EditCase>): Reading {
  return readSource(source, files, overridesOf(one));
}

/** Intents with the layers that their names are. */
function intentsOf({ intents }: Pick<EditCase, 'intents'>, reading: Reading): readonly Intent[] {
  const layers = reading.networks[0]?.layers ?? [];
  return intents.map((intent): Intent => {
    const named = 'layers' in intent ? (intent['layers'] as readonly string[]) : null;
    const indices = named?.map((name) => {
      const index = layers.findIndex((layer) => layer.name === name);
      assert.notEqual(index, -1, `no layer ${name} among ${layers.map((layer) => layer.name).join(', ')}`);
      return index;
    });
    return { ...intent, ...(indices && { layers: indices }) } as unknown as Intent; // the table is written as intents are
  });
}

/** The source after its edits. */
function after(
  source: Source,
  one: EditCase,
): { readonly source: Source; readonly lines: ReturnType<typeof changedLines> } {
  const edits = editSource(source, 0, intentsOf(one, read(source, one)), {
    files,
    overrides: overridesOf(one),
  });
  if (typeof edits === 'string') assert.fail(edits);
  return { source: editedSource(source, edits), lines: changedLines(source, edits) };
}

function assertCase(one: EditCase): void {
  const source = { path: 'net.py', text: one.text };
  const { source: now, lines } = after(source, one);
  const of = (kind: 'gone' | 'new'): readonly string[] =>
    lines.filter((line) => line.kind === kind).map(({ text }) => text);
  assert.deepEqual({ gone: of('gone'), come: of('new') }, { gone: one.gone, come: one.come });
  assert.deepEqual(parsePython(now).problems, []);
  const reading = read(now, one);
  assert.deepEqual(
    reading.problems.map(({ message }) => message),
    read(source, one).problems.map(({ message }) => message),
  );
  const [network] = reading.networks;
  assert.ok(network);
  if (one.then) assert.deepEqual(one.then(network), one.expected);
}

describe('edits of PyTorch programs', () => {
  for (const [kind, cases] of Object.entries({ ...layerCases, ...fieldCases })) {
    describe(kind, () => {
      for (const one of cases) {
        it(one.name, () => {
          assertCase(one);
        });
      }
    });
  }

  it('changes the cell of a notebook that a layer is made in', () => {
    const cells = [
      { cell_type: 'code', source: '%matplotlib inline\n' },
      { cell_type: 'code', source: attributes },
    ];
    const source = { path: 'net.ipynb', text: JSON.stringify({ cells }) };
    const layer = read(source, {}).networks[0]?.layers.findIndex(({ name }) => name === 'act') ?? -1;
    const intents: readonly Intent[] = [{ kind: 'activate', layers: [layer], to: 'relu' }];
    const edits = editSource(source, 0, intents, { files, overrides: overridesOf({}) });
    if (typeof edits === 'string') assert.fail(edits);
    assert.deepEqual(
      edits.map(({ span: { path, start }, text }) => [path, start.line, text]),
      [['net.ipynb#cell2', 11, 'ReLU']],
    );
  });

  it('refuses what is made in another file, by its name', () => {
    const other = new Map([['parts.py', new TextEncoder().encode(attributes)]]);
    const source = { path: 'net.py', text: 'import torch\nfrom parts import Net\n' };
    const intents: readonly Intent[] = [{ kind: 'activate', layers: [1], to: 'relu' }];
    const edits = editSource(source, 0, intents, { files: other, overrides: overridesOf({}) });
    assert.match(
      typeof edits === 'string' ? edits : 'it was edited',
      /parts\.py, which cannot be changed from here/,
    );
  });
});
