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
  /** Gradients of a circuit, from the least; empty for layers. */
  readonly gradients: readonly number[];
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
  const gradients = [...document.querySelectorAll('svg text.gradient')].map((text) => Number(text.dataset.value)).sort((one, other) => one - other);
  return { loss: value(document, 'loss'), parameters: value(document, 'parameters'), gradients, deltas: column('delta'), gains: column('gain') };
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
  /** Of a circuit. */
  readonly gates?: readonly { readonly gradient: number | null }[];
}

/** What the built command line prints for examples of the workspace, each of which holds one network. */
function printed(names: readonly string[]): readonly PrintedNetwork[] {
  const command = join(__dirname, '..', '..', 'cli.js');
  const paths = names.map((name) => file(name).fsPath);
  const words = ['inspect', ...paths, '--json', '--fail-on', 'never'];
  const largest = 100 * 1024 ** 2;
  const output = execFileSync(process.execPath, [command, ...words], {
    encoding: 'utf8',
    maxBuffer: largest,
  });
  const parsed = JSON.parse(output) as { files: { networks: PrintedNetwork[] }[] }; // the format is the README's
  return parsed.files.map(({ networks: [network] }) => {
    assert.ok(network, output);
    return network;
  });
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
    this.timeout(300_000);
    const names = (await vscode.workspace.fs.readDirectory(file('.')))
      .map(([name]) => name)
      .filter((name) => /\.network\.(ya?ml|json)$/.test(name));
    assert.ok(names.length >= 8);
    for (const [index, network] of printed(names).entries()) {
      const layers = network.layers.map(({ name: layer, delta, gain }) => ({ layer, delta, gain }));
      const { gates } = network;
      const gradients = (gates ?? []).flatMap(({ gradient }) => (gradient === null ? [] : [gradient]));
      const seen = await shown(names[index] ?? '', network.name);
      assert.deepEqual(seen, {
        loss: gates ? null : network.lossValue,
        parameters: gates ? null : network.trainableParameters,
        gradients: gradients.sort((one, other) => one - other),
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
