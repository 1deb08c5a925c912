// The panel prints the numbers that the command line prints, for every example, and the lessons' numbers are the formulas'.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { lensEvaluate } from '../vscode/window';
import { file, needWindow, open, openLens, wholePicture } from './editing';

interface Numbers {
  readonly loss: number | null;
  readonly parameters: number | null;
  readonly deltas: Readonly<Record<string, number | null>>;
  readonly gains: Readonly<Record<string, number | null>>;
}

/** What the Lens has in its document, whole numbers behind the short ones. */
const shownNumbers = `(() => {
  const value = (root, field) => {
    const text = root.querySelector('[data-field="' + field + '"]')?.dataset.value;
    return text === undefined ? null : Number(text);
  };
  const rows = [...document.querySelectorAll('tr[data-layer][data-index]')];
  const column = (field) => Object.fromEntries(rows.map((row) => [row.dataset.layer, value(row, field)]));
  return { loss: value(document, 'loss'), parameters: value(document, 'parameters'), deltas: column('delta'), gains: column('gain') };
})()`;

interface PrintedNetwork {
  readonly name: string;
  readonly lossValue: number | null;
  readonly trainableParameters: number;
  readonly layers: readonly {
    readonly name: string;
    readonly delta: number | null;
    readonly gain: number | null;
  }[];
}

/** The networks that the built command line prints for an example of the workspace. */
function printed(name: string): PrintedNetwork {
  const command = join(__dirname, '..', '..', 'cli.js');
  const words = ['inspect', file(name).fsPath, '--json', '--fail-on', 'never'];
  const output = execFileSync(process.execPath, [command, ...words], { encoding: 'utf8' });
  const parsed = JSON.parse(output) as { files: { networks: PrintedNetwork[] }[] }; // the format is the README's
  const [network] = parsed.files[0]?.networks ?? [];
  assert.ok(network, output);
  return network;
}

async function shown(name: string, network: string): Promise<Numbers> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await open(name);
  await wholePicture(network);
  return (await lensEvaluate(shownNumbers)) as Numbers; // the shape is that of the script above
}

describe('the panel and the command line', () => {
  before(needWindow);
  before(openLens);

  it('print the same numbers for every example', async function () {
    this.timeout(120_000);
    const names = (await vscode.workspace.fs.readDirectory(file('.')))
      .map(([name]) => name)
      .filter((name) => /\.network\.(ya?ml|json)$/.test(name));
    assert.ok(names.length >= 8);
    for (const name of names) {
      const network = printed(name);
      const layers = network.layers.map(({ name: layer, delta, gain }) => ({ layer, delta, gain }));
      assert.deepEqual(await shown(name, network.name), {
        loss: network.lossValue,
        parameters: network.trainableParameters,
        deltas: Object.fromEntries(layers.map(({ layer, delta }) => [layer, delta])),
        gains: Object.fromEntries(layers.map(({ layer, gain }) => [layer, gain])),
      });
    }
  });

  it('show the loss and the deltas of four sigmoid layers as the formulas give them, to 1e-6', async () => {
    const name = 'lesson-3-four-layers-sigmoid';
    const { loss, deltas } = await shown(`${name}.network.yaml`, name);
    const a = [1];
    for (let layer = 1; layer <= 4; layer += 1) a.push(1 / (1 + Math.exp(-(a[layer - 1] ?? NaN))));
    const output = a[4] ?? NaN;
    assert.ok(Math.abs((loss ?? NaN) + Math.log(output)) < 1e-6);
    let delta = 1 - output;
    for (let layer = 4; layer >= 1; layer -= 1) {
      assert.ok(Math.abs((deltas[`linear${layer}`] ?? NaN) - delta) < 1e-6, `delta of layer ${layer}`);
      delta *= (a[layer - 1] ?? NaN) * (1 - (a[layer - 1] ?? NaN));
    }
  });
});
