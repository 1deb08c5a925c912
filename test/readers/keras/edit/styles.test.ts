/** Edits of Keras programs in every style that they are written in: the lines that are expected come, and the program then has the ops that were asked for. */
import { strict as assert } from 'node:assert';
import type { Network } from '../../../../src/graph/network';
import { changedLines } from '../../../../src/inspect/remedies/texts';
import { editedText } from '../../../../src/readers/edit/editedSource';
import { noOverrides, type Intent } from '../../../../src/readers/reader';
import { editSource, readSource } from '../../../../src/readers/table';
import { styleCases, type StyleCase } from './styleCases';
import { styles, type Style, type StyleName } from './styles';

function networkOf(text: string): Network {
  const { networks, problems } = readSource({ path: 'program.py', text }, new Map(), noOverrides);
  assert.deepEqual(problems, []);
  return networks[0] ?? assert.fail('no network');
}

function intentsOf({ intents }: StyleCase, { layers, text }: Style): readonly Intent[] {
  const known = networkOf(text).layers;
  return intents.map((intent): Intent => {
    const named = 'layers' in intent ? (intent['layers'] as readonly (keyof Style['layers'])[]) : null; // the table is written as intents are
    const indices = named?.map((role) => known.findIndex(({ name }) => name === layers[role]));
    assert.ok(!indices?.includes(-1), known.map(({ name }) => name).join(' '));
    return { ...intent, ...(indices && { layers: indices }) } as unknown as Intent; // as above
  });
}

/** The ops up to the output, without those that only bring kernels into our order. */
function opsOf({ nodes, outputs }: Network): readonly string[] {
  const last = outputs[0]?.node ?? -1;
  return nodes
    .slice(0, last + 1)
    .flatMap((node) => (node.kind === 'op' && node.call.op !== 'permute' ? [node.call.op] : []));
}

describe('edits of Keras programs in all styles', () => {
  for (const one of styleCases)
    describe(one.name, () => {
      for (const [key, style] of Object.entries(styles) as [StyleName, Style][])
        // its keys are these
        it(style.name, () => {
          const source = { path: 'program.py', text: style.text };
          const edits = editSource(source, 0, intentsOf(one, style));
          const expected = one.come[key];
          if (expected === null) {
            assert.equal(typeof edits, 'string', JSON.stringify(edits));
            return;
          }
          if (typeof edits === 'string') assert.fail(edits);
          const lines = changedLines(source, edits).filter(({ kind }) => kind === 'new');
          assert.deepEqual(
            lines.map(({ text }) => text.trim()),
            expected,
          );
          const after = networkOf(editedText(style.text, edits));
          if (one.ops) assert.deepEqual(opsOf(after), one.ops);
        });
    });
});
