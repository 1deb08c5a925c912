/** Reads and runs the model of a case, and says in a sentence how it differs from Keras's; null: not at all. */
import { initialParameters, parametersOf } from '../../../src/engine/parameters';
import { allocateInput, copyInput, inputNumbers, inputsOf } from '../../../src/engine/probe';
import { runNetwork, type Trace } from '../../../src/engine/trace';
import type { Network } from '../../../src/graph/network';
import type { Overrides, Reading } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import type { Kernels } from '../../../src/tensor/kernels';
import { referenceKernels } from '../../../src/tensor/reference';
import type { Figure } from '../frameworkCases';
import {
  againstHash,
  close,
  firstProblem,
  gradientTolerance,
  lawDiffers,
  lossDiffers,
  outputsDiffer,
  rounding,
} from '../torch/networkOutcome';
import type { Case, Family, RunCase, StartsCase, WrongCase } from './caseFiles';
import { filledModel, shiftName } from './fillKeras';

/** Shapes that a source leaves open are those of the case. */
function read(header: string, { text, mode, inputs }: Case): Reading {
  const overrides: Overrides = {
    sampleShape: null,
    loss: 'output-energy',
    network: 'model',
    inputs: /\(None,/.test(text) ? inputs : null,
    mode: mode ?? 'eval',
  };
  return readSource({ path: 'model.py', text: header + text }, new Map(), overrides);
}

/** In a sentence how a case differs from Keras; null: not at all. What is thrown is a difference. */
export function differenceOf({ header }: Pick<Family, 'header'>, expected: Case): string | null {
  try {
    if (expected.kind === 'run') return runDifference(header, expected);
    return expected.kind === 'wrong'
      ? problemDifference(header, expected)
      : startDifference(header, expected);
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 3).join(' ') : String(error)}`;
  }
}

function runDifference(header: string, expected: RunCase): string | null {
  const reading = read(header, expected);
  const [network] = reading.networks;
  if (!network) return firstProblem(reading.problems);
  const opaque = network.nodes.find((node) => node.kind === 'opaque');
  if (opaque?.kind === 'opaque') return `opaque: ${opaque.reason.slice(0, 200)}`;
  const missing = weightsDiffer(network, expected);
  if (missing !== null) return missing;
  const trace = traced(
    filledModel(network, expected.inputs),
    expected.mode === 'train',
    referenceKernels('float64'),
  );
  const difference =
    outputsDiffer(trace, expected.outputs) ??
    lossDiffers(trace.loss, expected.loss) ??
    gradientsDiffer(trace, expected);
  return difference === null || reading.problems.length === 0
    ? difference
    : `${difference} (${firstProblem(reading.problems)})`;
}

function traced(network: Network, training: boolean, kernels: Kernels): Trace {
  const batch = network.batch ?? 1;
  const inputs = inputsOf(network).map((node, place) => {
    const input = allocateInput(node, batch, kernels);
    const numbers = network.dataset && inputNumbers(network.dataset, place);
    const rows = Array.from({ length: batch }, (_, row) => row);
    if (numbers) copyInput(numbers, node, rows, input, kernels.pace);
    return input;
  });
  const parameters = initialParameters(network, 0, kernels);
  const probe = { batch, inputs, target: null };
  return runNetwork(network, parameters, probe, { kernels, seed: 0, training, checkpoint: () => undefined });
}

/** Without the name of the model itself, which stands before those of its layers where the layers were built by it. */
const plainPath = (path: string): string => path.replace(/^(sequential|functional)(_\d+)?\//, '');

/**
 * The name of ours for a path of Keras. Keras begins with the models that were being built when a weight was made, which are more or fewer than
 * those that hold it.
 */
function sameName(names: Iterable<string>, path: string): string | undefined {
  const plain = plainPath(path);
  const all = [...names];
  return (
    all.find((name) => name === plain) ??
    all.find(
      (name) =>
        name.endsWith(`/${plain}`) || plain.endsWith(`/${name}`) || plain.endsWith(`/${plainPath(name)}`),
    )
  );
}

/** Names, shapes and whether training changes them; what is no number of the network (counts, vectors of an iteration) is left out. */
function weightsDiffer(network: Network, { weights }: RunCase): string | null {
  const own = new Map(
    network.nodes.flatMap((node) =>
      node.kind === 'parameter' || node.kind === 'buffer'
        ? [
            [
              plainPath(node.name),
              { shape: node.shape, trains: node.kind === 'parameter' && node.trainable },
            ] as const,
          ]
        : [],
    ),
  );
  for (const [path, shape, trains] of weights) {
    const found = own.get(sameName(own.keys(), path) ?? '');
    if (!found) {
      if (/(count|vector_u)$/.test(path)) continue;
      return `no weight ${plainPath(path)} among ${[...own.keys()].join(', ').slice(0, 120)}`;
    }
    if (found.shape.join() !== shape.join())
      return `${path} has the shape (${found.shape.join()}) instead of (${shape.join()})`;
    if (found.trains !== trains) return `${path} is ${trains ? 'not ' : ''}trained`;
  }
  const known = new Set(weights.map(([path]) => sameName(own.keys(), path)));
  const strange = [...own.keys()].find((name) => !known.has(name));
  return strange === undefined ? null : `a weight ${strange} too many`;
}

function gradientsDiffer(trace: Trace, { weights, inputGradients }: RunCase): string | null {
  const named = new Map(parametersOf(trace.network).map(({ name }) => [plainPath(name), name]));
  const expected: readonly (readonly [string, Figure, Figure])[] = [
    ...inputGradients.flatMap(([norm, product], place) =>
      norm === undefined || product === undefined ? [] : [[shiftName(place), norm, product] as const],
    ),
    ...weights.flatMap(([path, , trains, norm = 0, product = 0]) =>
      trains ? [[named.get(sameName(named.keys(), path) ?? '') ?? path, norm, product] as const] : [],
    ),
  ];
  const largest = Math.max(...expected.map(([, norm]) => Number(norm)).filter(Number.isFinite), 0);
  const floor = rounding * largest + 1e-300;
  for (const [name, norm, product] of expected) {
    const values = Array.from(trace.parameterGradients.get(name)?.data ?? []);
    const ours = Math.hypot(...values);
    const wrong = (value: number, target: Figure, scale: number): boolean =>
      !(Math.abs(value - Number(target)) <= floor) && !close(value, target, gradientTolerance, scale);
    if (wrong(ours, norm, 0)) return `gradient of ${name}: norm ${ours} instead of ${norm}`;
    if (wrong(againstHash(values), product, ours))
      return `gradient of ${name}: product with hash ${againstHash(values)} instead of ${product}`;
  }
  return null;
}

function problemDifference(header: string, expected: WrongCase): string | null {
  const { problems } = read(header, expected);
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');
  const said = problems.filter(({ message }) =>
    expected.says.every((part) => plain(message).includes(plain(part))),
  );
  if (said.length === 0) return `${firstProblem(problems)} (not: ${expected.says.join(' & ').slice(0, 120)})`;
  const { line } = expected;
  if (line === null || said.some(({ span }) => span.start.line >= header.split('\n').length - 1)) return null;
  return `said of line ${said.map(({ span }) => span.start.line + 1).join(', ')}`;
}

function startDifference(header: string, expected: StartsCase): string | null {
  const reading = read(header, expected);
  const [network] = reading.networks;
  if (!network) return firstProblem(reading.problems);
  const values = new Map(
    [...initialParameters(network, 1, referenceKernels('float64'))].map(([name, tensor]) => [
      plainPath(name),
      tensor,
    ]),
  );
  for (const law of expected.laws) {
    const [path, shape] = law;
    const tensor = values.get(plainPath(path));
    if (tensor?.shape.join() !== shape.join()) return `no weight ${plainPath(path)} (${shape.join()})`;
    const difference = lawDiffers(Array.from(tensor.data), law);
    if (difference !== null) return `${path}: ${difference}`;
  }
  return null;
}
