// Files that are no text: a file of weights in its own editor, the same from the explorer's command, and weights and data beside a network.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { lensEvaluate } from '../vscode/window';
import { diagnostics, file, needWindow, open, openLens, picture, until, wholePicture } from './editing';

/** A safetensors file with a weight (2, 3) of float32, as the format's description spells it. */
function safetensors(): Uint8Array {
  const header = JSON.stringify({
    'first.weight': { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    'first.bias': { dtype: 'F32', shape: [2], data_offsets: [24, 32] },
  });
  const length = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + 32).fill(0x20, 8, 8 + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  for (let place = 0; place < 8; place += 1) view.setFloat32(8 + length + 4 * place, 0.1 * (place + 1), true);
  return bytes;
}

const network = 'name: beside\ninput: [3]\nlayers:\n  - { linear: 2, id: first }\nloss: cross-entropy\n';
const table = `a,b,c,kind\n${Array.from({ length: 12 }, (_, row) => `${row},${row % 3},${row % 2},${row % 2 ? 'odd' : 'even'}`).join('\n')}\n`;

describe('model files', () => {
  before(needWindow);
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    writeFileSync(file('beside.safetensors').fsPath, safetensors());
    writeFileSync(file('beside.csv').fsPath, table);
    writeFileSync(file('beside.network.yaml').fsPath, network);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('open in an editor of their own, which lists their tensors', async () => {
    const uri = file('beside.safetensors');
    await vscode.commands.executeCommand('vscode.openWith', uri, 'backpropLens.modelEditor');
    const text = await until('the table of tensors', async () => {
      const seen = await lensEvaluate(
        `document.querySelector('[data-field="tensors"]')?.innerText ?? null`,
        'editor',
      );
      return typeof seen === 'string' ? seen : undefined;
    });
    assert.match(text, /2 tensors, 8 numbers, 32 bytes/);
    assert.match(text, /first\.weight\s+\(2, 3\)\s+float32\s+24 bytes/);
    const [told] = await until('a diagnostic', () => {
      const found = diagnostics(uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(told?.range.start.line, 0);
    assert.equal(told.severity, vscode.DiagnosticSeverity.Information);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('give a network its weights, which the Lens names', async () => {
    await open('beside.network.yaml');
    await openLens();
    const before = await wholePicture('beside');
    await vscode.commands.executeCommand(
      'backpropLens.inspectWithWeights',
      file('beside.network.yaml'),
      file('beside.safetensors'),
    );
    const { text } = await wholePicture('beside', before.revision);
    assert.match(text, /Weights\s+beside\.safetensors, 2 of 2 parameters/);
  });

  it('are joined by data, which are remembered until they are cleared', async () => {
    const before = (await picture())?.revision ?? 0;
    await vscode.commands.executeCommand(
      'backpropLens.inspectWithData',
      file('beside.network.yaml'),
      file('beside.csv'),
    );
    const { text, revision } = await wholePicture('beside', before);
    assert.match(text, /Data\s+12 samples of beside\.csv: kind \(2 classes\) from 3 columns/);
    assert.match(text, /Weights\s+beside\.safetensors/);
    await lensEvaluate(`document.querySelector('[data-action="give-data-nothing"]').click()`);
    const cleared = await wholePicture('beside', revision);
    assert.doesNotMatch(cleared.text, /of beside\.csv/);
    await lensEvaluate(`document.querySelector('[data-action="give-weights-nothing"]').click()`);
    const own = await wholePicture('beside', cleared.revision);
    assert.doesNotMatch(own.text, /2 of 2 parameters/);
  });
});
