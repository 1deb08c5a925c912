/** The command line: what it prints, and the exit codes that scripts rely on. */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { examples, inspectExample, onlyNetwork } from '../inspect/sources';
import { call } from './call';

const digits = path.join(examples, 'digits.network.yaml');

describe('the command line', () => {
  let folder = '';
  const file = (text: string): string => {
    const name = path.join(folder, 'case.network.yaml');
    writeFileSync(name, text);
    return name;
  };

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'backprop-lens-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  it('prints the numbers of the report as JSON', async () => {
    const { code, output } = await call('inspect', digits, '--json');
    assert.equal(code, 0);
    const parsed: unknown = JSON.parse(output);
    const network = onlyNetwork(inspectExample('digits.network.yaml'));
    const expected = {
      name: 'digits',
      lossValue: network.loss?.value,
      gradientNorm: network.gradientNorm,
      parameters: 2410,
      trainableParameters: 2410,
      inputShapes: [[64, 64]],
      outputShapes: [[64, 10]],
      loss: 'cross-entropy',
    };
    const found = property(property(property(property(parsed, 'files'), '0'), 'networks'), '0');
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(property(found, name), value, name);
    const layer = property(property(found, 'layers'), '0');
    assert.equal(property(layer, 'delta'), network.layers[0]?.delta);
    assert.equal(property(layer, 'gain'), network.layers[0]?.gain?.total);
    assert.equal(property(layer, 'name'), 'linear1');
  });

  it('tells other programs and people of the first steps: a bowl, in which sgd at 0.1 moves the weight by 0.1', async () => {
    // The loss is the mean of w^2 twice, dL/dw is w for each, and w falls to 0.9 w in a step; see test/inspect/firstSteps.test.ts.
    const bowl = file(
      `input: [1]\nlayers: [{ linear: 2, bias: false, id: fall, weights: [[2], [2]] }]\nloss: mse\nbatch: 1\ndata: { inputs: [[1]], targets: [[0, 0]] }\ntrain: { rate: 0.1, steps: 40, clip-norm: 100 }\n`,
    );
    const { output } = await call('inspect', bowl, '--json');
    const network = property(property(property(property(JSON.parse(output), 'files'), '0'), 'networks'), '0');
    assert.deepEqual(property(network, 'halfPrecision'), { flushed: 0, of: 2 });
    const steps = property(network, 'firstSteps');
    const near = (value: unknown, expected: number): void =>
      assert.ok(Math.abs(Number(value) / expected - 1) < 1e-5, `${String(value)}, not ${expected}`);
    near(property(property(steps, 'losses'), '14'), 4 * 0.9 ** 28);
    near(property(property(property(steps, 'updates'), '0'), 'ratio'), 0.1);
    assert.equal(property(property(property(steps, 'updates'), '0'), 'parameter'), 'fall.weight');
    assert.equal(property(steps, 'clippedShare'), 0);
    assert.equal(property(steps, 'slower'), null);
    const text = await call('inspect', bowl);
    assert.match(text.output, /15 first steps: loss 4 to 0\.209 · a step moves the weights by 10 %\n/);
  });

  it('fills parameters and inputs by formula, in evaluation mode', async () => {
    const goldens = JSON.parse(readFileSync(path.join(__dirname, '..', 'goldens', 'fill.json'), 'utf8')) as {
      readonly cases: readonly { readonly source: string; readonly loss: number }[];
    }; // written by fill.py
    const [first] = goldens.cases;
    assert.ok(first);
    const { output } = await call('inspect', file(first.source), '--json', '--fill', 'sine', '--batch', '3');
    const network = property(property(property(property(JSON.parse(output), 'files'), '0'), 'networks'), '0');
    const loss = Number(property(network, 'lossValue'));
    assert.ok(Math.abs(loss / first.loss - 1) < 1e-5, `${loss}, PyTorch ${first.loss}`);
  });

  it('prints a table for people', async () => {
    const { code, output, complaints } = await call('inspect', digits);
    assert.equal(code, 0);
    assert.equal(complaints, '');
    assert.match(output, /digits .*2 layers · 2,410 parameters · batch 64/);
    assert.match(output, /linear1\s+linear · sigmoid\s+\(64, 32\)\s+2,080 +\d/);
  });

  it('ends with 1 for findings at the level, 0 below it', async () => {
    const deep = file(
      'input: [32]\nlayers:\n  - repeat: 20\n    layers: [{ linear: 32 }, sigmoid]\n  - linear: 2\nloss: cross-entropy\n',
    );
    assert.equal((await call('inspect', deep)).code, 1);
    assert.equal((await call('inspect', deep, '--fail-on', 'never')).code, 0);
    assert.equal((await call('inspect', digits, '--fail-on', 'warning')).code, 0);
  });

  it('ends with 2 for a problem of severity error, an unreadable file and wrong usage', async () => {
    assert.equal((await call('inspect', file('input: [2\nlayers: 3'))).code, 2);
    assert.equal((await call('inspect', path.join(folder, 'missing.network.yaml'))).code, 2);
    assert.equal((await call('inspect')).code, 2);
    assert.equal((await call('inspekt', digits)).code, 2);
    assert.equal((await call('inspect', digits, '--batch', 'many')).code, 2);
    assert.equal((await call('inspect', digits, '--network', 'other')).code, 2);
    assert.equal((await call('inspect', path.join(examples, 'digits.csv'))).code, 2);
    assert.equal((await call('inspect', digits, '--input', '64')).code, 2);
  });

  it('says in words what is wrong with the call', async () => {
    const missing = await call('inspect', path.join(folder, 'missing.network.yaml'));
    assert.match(missing.complaints, /missing\.network\.yaml: the file does not exist/);
    assert.match((await call('inspect', folder)).complaints, /it is a folder/);
    assert.match(
      (await call('inspect', digits, '--loss', 'mes')).complaints,
      /--loss takes mse, .*; found mes/,
    );
    assert.match((await call('--version')).output, /^\d+\.\d+\.\d+\n$/);
  });

  it('names the file that cannot be read on standard error, and still reports the others as JSON', async () => {
    const { code, output, complaints } = await call(
      'inspect',
      path.join(folder, 'missing.network.yaml'),
      digits,
      '--json',
    );
    assert.equal(code, 2);
    assert.match(complaints, /missing\.network\.yaml/);
    const files = property(JSON.parse(output), 'files');
    assert.equal(property(property(files, '0'), 'path'), digits);
    assert.equal(property(files, '1'), undefined);
  });

  it('refuses words that it does not know, in a sentence', async () => {
    for (const [words, sentence] of [
      [['--mode', 'sleep'], /--mode takes train or eval, found sleep/],
      [['--input', ' '], /--input takes sizes/],
      [['--input', 'int:1,30<10000'], /--input takes sizes separated by commas.*found int:1,30<10000/],
      [['--input', '2,64', '--input', '2,3'], /--input may be given once for a network file/],
    ] as const) {
      const { code, complaints } = await call('inspect', digits, ...words);
      assert.equal(code, 2, words.join(' '));
      assert.match(complaints, sentence);
    }
    assert.match((await call('train', digits, '--mode', 'eval')).complaints, /--mode belongs to inspect/);
    assert.match(
      (await call('train', digits, '--site-packages', '.')).complaints,
      /--site-packages belongs to inspect/,
    );
  });

  it('takes batch, seed, input shape and loss from the command line', async () => {
    const two = file('input: [2]\nlayers: [{ linear: 3 }]\nloss: mse\n');
    const report = async (...words: readonly string[]): Promise<unknown> => {
      const { output } = await call('inspect', two, '--json', ...words);
      return property(property(property(property(JSON.parse(output), 'files'), '0'), 'networks'), '0');
    };
    assert.deepEqual(property(await report('--batch', '7'), 'inputShapes'), [[7, 2]]);
    assert.deepEqual(property(await report('--input', '5,4'), 'inputShapes'), [[5, 4]]);
    assert.equal(property(await report('--loss', 'cross-entropy'), 'loss'), 'cross-entropy');
    assert.notEqual(
      property(await report('--seed', '3'), 'lossValue'),
      property(await report('--seed', '4'), 'lossValue'),
    );
  });

  it('lets no control character of a name reach the terminal', async () => {
    const { output } = await call(
      'inspect',
      file('name: "a\\e[31mred"\ninput: [2]\nlayers: [{ linear: 3 }]\nloss: mse\n'),
    );
    assert.ok(!output.includes('\u001b'));
  });
});

/** A property of parsed JSON, whose type nobody knows; undefined where there is none. */
function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}
