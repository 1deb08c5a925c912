/** Networks in each format: reading them, giving them the same weights, and bringing what they compute back into PyTorch's layout. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Source } from '../../src/base/source';
import type { Finding } from '../../src/analysis/report';
import { withWeights } from '../../src/graph/givenWeights';
import type { Network } from '../../src/graph/network';
import { inspectAll } from '../../src/inspect/inspect';
import { noOverrides, type Overrides, type Reading } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { sizeOf, tensorOf, type Shape, type Tensor } from '../../src/tensor/tensor';
import { run } from '../readers/onnx/running';
import type { ParityNetwork, Places } from './networks';

/** A tensor as golden.py writes it. */
export interface Held {
  readonly shape: Shape;
  readonly values: readonly number[];
}

/** What PyTorch says of a network. */
export interface Expected {
  readonly input: Held;
  readonly weights: Readonly<Record<string, Held>>;
  readonly loss: number;
  readonly gradients: Readonly<Record<string, Held>>;
}

const goldens = path.resolve(import.meta.dirname, '../goldens/parity');
const sources = path.join(import.meta.dirname, 'networks');

/** How a file of each format is called, in the folder that it stands in. */
const files = {
  'network file': [sources, '.network.yaml'],
  'PyTorch source': [sources, '_torch.py'],
  'Keras source': [sources, '_keras.py'],
  'Keras JSON': [goldens, '.keras.json'],
  'TensorFlow.js': [goldens, '.tfjs.json'],
  ONNX: [goldens, '.onnx'],
} as const;

/** The name of a format. */
export type Form = keyof typeof files;

/** All of them. */
export const forms = Object.keys(files) as readonly Form[]; // the keys of the table above

/** What PyTorch computes of every network, written by parity.py. */
export const expectedOf = (
  JSON.parse(readFileSync(path.join(goldens, 'expected.json'), 'utf8')) as {
    readonly networks: Readonly<Record<string, Expected>>;
  }
).networks;

/** A network as one format has it. */
export interface InForm {
  readonly form: Form;
  readonly isKeras: boolean;
  readonly reading: Reading;
  readonly network: Network | undefined;
  /** Which of PyTorch's numbers each number of the format's weights is. */
  readonly places: ReadonlyMap<string, { readonly common: string; readonly index: readonly number[] }>;
  readonly input: Held;
  /** Weights by the format's own names. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly source: Source;
  readonly overrides: Overrides;
}

/** Reads a network in one format and gives it its weights. */
export function inForm(parity: ParityNetwork, form: Form, expected: Expected): InForm {
  const [folder, ending] = files[form];
  const bytes = new Uint8Array(readFileSync(path.join(folder, parity.name + ending)));
  const isBinary = form === 'ONNX';
  const source: Source = {
    path: parity.name + ending,
    text: isBinary ? '' : new TextDecoder().decode(bytes),
    ...(isBinary && { bytes }),
  };
  // A program of PyTorch does not say what it is called with.
  const inputs = form === 'PyTorch source' ? [expected.input.shape.join(',')] : null;
  const overrides: Overrides = { ...noOverrides, loss: 'output-energy', inputs };
  const reading = readSource(source, new Map(), overrides);
  const isKeras = form === 'Keras source' || form === 'Keras JSON' || form === 'TensorFlow.js';
  const places = placesIn(isKeras ? parity.keras : renamed(parity, form, expected), expected);
  const weights = new Map(
    [...places].map(([own, { common, index, shape }]) => {
      const values = expected.weights[common]?.values ?? [];
      return [
        own,
        tensorOf(
          'float64',
          shape,
          Array.from(index, (at) => values[at] ?? NaN),
        ),
      ] as const;
    }),
  );
  const input = isKeras && parity.isPicture ? channelsLast(expected.input) : expected.input;
  return { form, isKeras, reading, network: reading.networks[0], places, input, weights, source, overrides };
}

/** Formats that have PyTorch's layout differ in names only. */
function renamed({ networkFile }: ParityNetwork, form: Form, { weights }: Expected): Places {
  const names = form === 'network file' ? networkFile : {};
  const own = new Map(Object.entries(names).map(([name, common]) => [common, name]));
  return Object.fromEntries(Object.keys(weights).map((common) => [own.get(common) ?? common, { common }]));
}

function placesIn(
  places: Places,
  { weights }: Expected,
): ReadonlyMap<
  string,
  { readonly common: string; readonly index: readonly number[]; readonly shape: Shape }
> {
  return new Map(
    Object.entries(places).map(([own, { common, rows, as, axes, becomes }]) => {
      const [first = 1, ...rest] = weights[common]?.shape ?? [];
      const [from, to] = rows ?? [0, first];
      const inner = sizeOf(rest);
      const numbers = Array.from({ length: (to - from) * inner }, (_, at) => from * inner + at);
      const shape = as ?? [to - from, ...rest];
      const result = turned(numbers, shape, axes ?? shape.map((_, axis) => axis));
      return [own, { common, index: result.index, shape: becomes ?? result.shape }] as const;
    }),
  );
}

/** Numbers with their axes in another order. */
function turned(
  numbers: readonly number[],
  shape: Shape,
  axes: readonly number[],
): { readonly index: readonly number[]; readonly shape: Shape } {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result = axes.map((axis) => shape[axis] ?? 1);
  const index = numbers.map((_, at) => {
    let [left, place] = [at, 0];
    for (const [axis, size] of [...result.entries()].reverse()) {
      place += (left % size) * (strides[axes[axis] ?? 0] ?? 0);
      left = Math.floor(left / size);
    }
    return numbers[place] ?? NaN;
  });
  return { index, shape: result };
}

function channelsLast({ values, shape }: Held): Held {
  const last = turned(values, shape, [0, 2, 3, 1]);
  return { shape: last.shape, values: last.index };
}

/** How many numbers training changes. */
export function trainableCount({ network }: InForm): number {
  const nodes = network?.nodes ?? [];
  return nodes.reduce(
    (sum, node) => (node.kind === 'parameter' && node.trainable ? sum + sizeOf(node.shape) : sum),
    0,
  );
}

/** What one format computes, in PyTorch's layout. */
export interface Computed {
  readonly problems: readonly string[];
  readonly loss: number | null;
  readonly gradients: ReadonlyMap<string, readonly number[]>;
}

/** Runs a network as training does, in float64. */
export function computedIn({ network, weights, input, places }: InForm): Computed {
  if (!network) return { problems: ['there is no network'], loss: null, gradients: new Map() };
  // Running statistics are not among the weights: training does not look at them.
  const given = withWeights(network, weights, { keeps: ({ kind }) => kind === 'buffer' });
  const trace = run(given.network, [{ ...input, type: 'float' }], true, network.loss);
  const gradients = new Map<string, number[]>();
  for (const [own, { common, index }] of places) {
    const found = gradients.get(common) ?? [];
    const data = trace.parameterGradients.get(own)?.data ?? [];
    for (const [at, place] of index.entries()) found[place] = data[at] ?? NaN;
    gradients.set(common, found);
  }
  const unused = given.unused.map((name) => `there is no ${name}`);
  return { problems: [...given.problems, ...unused], loss: trace.loss, gradients };
}

/** The rules that find something with these weights and this input, with their severity, in the order of the alphabet. */
export function findingsIn(
  { source, overrides, weights: written, input, network }: InForm,
  changed: (value: number) => number,
): readonly string[] {
  const weights = new Map(
    [...written].map(([name, { shape, data }]) => [
      name,
      tensorOf('float64', shape, Array.from(data, changed)),
    ]),
  );
  const isTrained = new Set(weights.keys());
  const buffers = (network?.nodes ?? []).flatMap((node) =>
    node.kind === 'buffer' && !isTrained.has(node.name)
      ? [[node.name, startOf(node.name, node.shape)] as const]
      : [],
  );
  const given = {
    weights: new Map([...weights, ...buffers]),
    weightsFile: 'weights.safetensors',
    data: new Map([['input', tensorOf('float64', input.shape, input.values)]]),
  };
  const { report } = inspectAll(source, new Map(), { overrides, given });
  const said = report.problems.map(({ message }) => `problem: ${message}`);
  return [...said, ...report.networks.flatMap(({ findings }) => findings.flatMap(wordsOf))].sort();
}

/** The rules that find something in a format as its weights start by themselves. */
export function rulesOf({ source, overrides }: InForm): readonly string[] {
  const { networks } = inspectAll(source, new Map(), { overrides, batch: 16 }).report;
  return networks.flatMap(({ findings }) => findings.map(({ rule }) => rule)).sort();
}

/** How each weight of a network starts, and whether that was chosen. */
export function startsIn({ network }: InForm): readonly unknown[] {
  return (network?.nodes ?? []).flatMap((node) =>
    node.kind === 'parameter' ? [[node.name, node.initialisation, node.written !== null]] : [],
  );
}

/** Running statistics as every format starts them. */
function startOf(name: string, shape: Shape): Tensor {
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: sizeOf(shape) }, () => (name.includes('var') ? 1 : 0)),
  );
}

function wordsOf({ rule, severity, consequences }: Finding): readonly string[] {
  return [`${rule} (${severity})`, ...consequences.flatMap(wordsOf)];
}
