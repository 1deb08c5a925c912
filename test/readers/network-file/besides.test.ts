/** Files beside a network file: weights and samples are read in every format in which they can be chosen beside any other source. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { inspectAll } from '../../../src/inspect/inspect';
import { examples, float64, near, onlyNetwork } from '../../inspect/sources';

const contentOf = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(examples, name)));
const text = readFileSync(path.join(examples, 'two-classes.network.yaml'), 'utf8');

/** What PyTorch computes of these weights on these samples. */
const { loss } = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../goldens/example-models.json'), 'utf8'),
) as { readonly loss: number }; // as its script writes it

/** The loss of the example with another file of weights or samples. */
function lossWith(from: string, to: string, content: Uint8Array): ReturnType<typeof onlyNetwork>['loss'] {
  const files = new Map(
    ['two-classes.safetensors', 'two-classes.csv'].map((name) => [name, contentOf(name)] as const),
  );
  const source = { path: 'a.network.yaml', text: text.replaceAll(from, to) };
  return onlyNetwork(inspectAll(source, files.set(to, content), float64)).loss;
}

describe('files beside a network file', () => {
  it('weights of a checkpoint', () => {
    const name = 'two-classes.pt';
    near(lossWith('two-classes.safetensors', name, contentOf(name))?.value, loss, 1e-12);
  });

  it('samples in a table that is packed', () => {
    const packed = new Uint8Array(gzipSync(contentOf('two-classes.csv')));
    near(lossWith('two-classes.csv', 'two-classes.csv.gz', packed)?.value, loss, 1e-12);
  });

  it('samples as records of JSON', () => {
    const [head = '', ...rows] = new TextDecoder().decode(contentOf('two-classes.csv')).trim().split('\n');
    const names = head.trim().split(',');
    const records = rows.map((row) =>
      Object.fromEntries(row.split(',').map((cell, place) => [names[place] ?? '', Number(cell)])),
    );
    const content = new TextEncoder().encode(JSON.stringify(records));
    near(lossWith('two-classes.csv', 'two-classes.json', content)?.value, loss, 1e-12);
  });

  it('says what is not read', () => {
    const source = { path: 'a.network.yaml', text: text.replaceAll('two-classes.safetensors', 'w.ckpt') };
    const files = new Map([['two-classes.csv', contentOf('two-classes.csv')]]);
    const { problems } = inspectAll(source, files, float64).report;
    assert.match(problems.map(({ message }) => message).join(' '), /Weights in ckpt files are not read/);
  });
});
