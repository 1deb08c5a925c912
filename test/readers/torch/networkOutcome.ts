/** Reads and runs the network of a case, and says in a sentence how it differs from PyTorch's; null: not at all. */
import type { Problem } from '../../../src/base/problem';
import { initialParameters, parametersOf } from '../../../src/engine/parameters';
import { allocateInput, copyInput, inputNumbers, inputsOf, type Probe } from '../../../src/engine/probe';
import { runNetwork, valueOf, type Trace } from '../../../src/engine/trace';
import type { Network } from '../../../src/graph/network';
import { filled } from '../../../src/inspect/fill';
import type { Overrides, Reading } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { hashAt } from '../../../src/tensor/formulas';
import type { Kernels } from '../../../src/tensor/kernels';
import { referenceKernels } from '../../../src/tensor/reference';
import type { Tensor } from '../../../src/tensor/tensor';
import type { ExpectedOutput, Figure } from '../frameworkCases';
import type { NetworkCase, RunCase, StartsCase, WrongCase } from './caseFiles';

const valueTolerance = 1e-9;
/** How near gradients have to be, relative to themselves. */
export const gradientTolerance = 1e-8;
/** What counts as no gradient at all, relative to the largest of the network and to its loss, since all numbers are of order 1: PyTorch's own rounding leaves so much. */
export const rounding = 1e-12;

function read(header: string, { text, inputs, network = 'Net()', mode }: NetworkCase): Reading {
  const overrides: Overrides = {
    sampleShape: null,
    loss: 'output-energy',
    network,
    inputs,
    mode: mode ?? 'eval',
  };
  return readSource({ path: 'model.py', text: header + text }, new Map(), overrides);
}

/** The gravest problem, in a line. */
export function firstProblem(problems: readonly Problem[]): string {
  const [worst] = problems.toSorted(
    (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'),
  );
  if (!worst) return 'no problem is said';
  return `line ${worst.span.start.line + 1}: ${worst.message}`.replaceAll(/\s+/g, ' ').slice(0, 200);
}

/** How the run of a network differs from PyTorch's. */
export function runDifference(header: string, expected: RunCase): string | null {
  // As in the script that ran PyTorch: float32 means float64, so that constants of a program are not rounded.
  const text = expected.text
    .replaceAll(/\btorch\.float(?:32)?\b/g, 'torch.float64')
    .replaceAll(/\btorch\.(?:complex64|cfloat)\b/g, 'torch.complex128')
    .replaceAll('.float()', '.double()')
    .replaceAll('.cfloat()', '.cdouble()');
  const reading = read(`${header}torch.set_default_dtype(torch.float64)\n`, { ...expected, text });
  const [network] = reading.networks;
  if (!network) return firstProblem(reading.problems);
  const opaque = network.nodes.find((node) => node.kind === 'opaque');
  if (opaque?.kind === 'opaque') return `opaque: ${opaque.reason.slice(0, 200)}`;
  const kernels = referenceKernels('float64');
  const trace = traced(network, expected.mode === 'train', kernels);
  const difference =
    outputsDiffer(trace, expected.outputs) ??
    lossDiffers(trace.loss, expected.loss) ??
    gradientsDiffer(trace, expected);
  if (difference === null || reading.problems.length === 0) return difference;
  return `${firstProblem(reading.problems)} (${difference})`;
}

function traced(read: Network, training: boolean, kernels: Kernels): Trace {
  const network = filled(read, 'hash', null);
  const batch = network.batch ?? 2;
  // In the order of the samples: what a probe draws is shuffled.
  const inputs = inputsOf(network).map((node, place) => {
    const input = allocateInput(node, batch, kernels);
    const numbers = network.dataset && inputNumbers(network.dataset, place);
    if (numbers)
      copyInput(
        numbers,
        node,
        Array.from({ length: batch }, (_, row) => row),
        input,
        kernels.pace,
      );
    return input;
  });
  const probe: Probe = { batch, inputs, target: null };
  const parameters = initialParameters(network, 0, kernels);
  return runNetwork(network, parameters, probe, { kernels, seed: 0, training, checkpoint: () => undefined });
}

/** How the outputs of a run differ. */
export function outputsDiffer(trace: Trace, expected: readonly ExpectedOutput[]): string | null {
  const { outputs } = trace.network;
  // What is not differentiable may be left out of what a network predicts.
  const wanted = outputs.length === expected.length ? expected : expected.filter(({ dtype }) => !dtype);
  if (outputs.length !== wanted.length) return `${outputs.length} outputs instead of ${expected.length}`;
  for (const [place, output] of outputs.entries()) {
    const [tensor, target] = [valueOf(trace, output), wanted[place]];
    if (!target) continue;
    if (!tensor) return `output ${place} is not computed`;
    const difference = tensorDiffers(tensor, target);
    if (difference !== null) return `output ${place}: ${difference}`;
  }
  return null;
}

function tensorDiffers(
  { shape, data }: Tensor,
  { shape: wanted, first, sums }: ExpectedOutput,
): string | null {
  if (shape.join() !== wanted.join()) return `shape (${shape.join(', ')}) instead of (${wanted.join(', ')})`;
  const values = Array.from(data);
  const scale = Math.max(...values.filter(Number.isFinite).map(Math.abs), 1e-300);
  for (const [place, target] of first.entries()) {
    const value = values[place] ?? NaN;
    if (!close(value, target, valueTolerance, scale)) return `${value} instead of ${target} at ${place}`;
  }
  if (!sums) return null;
  const ours = [sumOf(values), sumOf(values.map((value) => value * value)), againstHash(values)];
  const scales = [sumOf(values.map(Math.abs)), 0, sumOf(values.map(Math.abs))];
  const wrong = ours.findIndex(
    (sum, place) => !close(sum, sums[place] ?? NaN, valueTolerance, scales[place]),
  );
  const names = ['sum', 'sum of squares', 'sum of products with hash'];
  return wrong === -1 ? null : `${names[wrong]} ${ours[wrong]} instead of ${sums[wrong]}`;
}

/** How the loss differs. */
export function lossDiffers(loss: number | null, expected: Figure): string | null {
  // Networks without a float output have no loss of ours.
  if (loss === null && expected === 0) return null;
  return loss !== null && close(loss, expected, valueTolerance)
    ? null
    : `loss ${loss} instead of ${expected}`;
}

function gradientsDiffer(trace: Trace, { gradients, loss }: RunCase): string | null {
  const parameters = parametersOf(trace.network);
  const known = parameters.map(({ name, shape }) => `${name} (${shape.join()})`);
  const missing = gradients.find(([name, shape]) => !known.includes(`${name} (${shape.join()})`));
  if (missing)
    return `no parameter ${missing[0]} (${missing[1].join()}) among ${known.join(', ').slice(0, 100)}`;
  const strange = parameters.find(({ name }) => !gradients.some((other) => other[0] === name));
  if (strange) return `a parameter ${strange.name} too many`;
  const largest = Math.max(...gradients.map(([, , norm = 0]) => Number(norm)).filter(Number.isFinite), 0);
  for (const [name, , norm = 0, product = 0] of gradients) {
    // A frozen one has no gradient in PyTorch; ours is none of what is said of the network.
    const isFrozen = parameters.some((own) => own.name === name && !own.trainable);
    const values = isFrozen ? [] : Array.from(trace.parameterGradients.get(name)?.data ?? []);
    const ours = Math.hypot(...values);
    const floor = rounding * Math.max(largest, Math.abs(Number(loss) || 0)) + 1e-300;
    const wrong = (value: number, target: Figure, scale: number): boolean =>
      !(Math.abs(value - Number(target)) <= floor) && !close(value, target, gradientTolerance, scale);
    if (wrong(ours, norm, 0)) return `gradient of ${name}: norm ${ours} instead of ${norm}`;
    if (wrong(againstHash(values), product, ours)) {
      return `gradient of ${name}: product with hash ${againstHash(values)} instead of ${product}`;
    }
  }
  return null;
}

/** How what is said of a wrong network differs from PyTorch's exception. */
export function problemDifference(header: string, expected: WrongCase): string | null {
  const { problems } = read(header, expected);
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ');
  const said = problems.filter(({ message }) => plain(message).includes(plain(expected.error)));
  if (said.length === 0) return `${firstProblem(problems)} (not: ${plain(expected.error).slice(0, 120)})`;
  const { line } = expected;
  if (line === null || said.some(({ span }) => span.start.line === line - 1)) return null;
  return `said of line ${said.map(({ span }) => span.start.line + 1).join(', ')} instead of ${line}`;
}

/** How the first values of a network differ from those that PyTorch draws; both are one drawing. */
export function startDifference(header: string, expected: StartsCase): string | null {
  const reading = read(header, expected);
  const [network] = reading.networks;
  if (!network) return firstProblem(reading.problems);
  const values = initialParameters(network, 1, referenceKernels('float64'));
  for (const law of expected.laws) {
    const [name, shape] = law;
    const tensor = values.get(name);
    if (tensor?.shape.join() !== shape.join()) return `no parameter ${name} (${shape.join()})`;
    const difference = lawDiffers(Array.from(tensor.data), law);
    if (difference !== null) return `${name}: ${difference}`;
  }
  return null;
}

/** How numbers differ from a drawing of the same law. */
export function lawDiffers(
  values: readonly number[],
  [, , mean, deviation, least, largest]: StartsCase['laws'][number],
): string | null {
  const count = values.length;
  const ourMean = sumOf(values) / count;
  const ours = Math.sqrt(sumOf(values.map((value) => (value - ourMean) ** 2)) / count);
  const float32 = 1e-6 * Math.max(Math.abs(mean), Math.abs(least), Math.abs(largest)) + 1e-12;
  // Bounds of a uniform law are nearly reached, those of a normal one vary.
  const bounded = largest - least < 4 * deviation;
  const edge = (bounded ? 40 / count : 2.5) * deviation + float32;
  const figures = [
    ['mean', ourMean, mean, (8 * deviation) / Math.sqrt(count) + float32],
    ['standard deviation', ours, deviation, (6 * deviation) / Math.sqrt(count) + float32],
    ['least', Math.min(...values), least, edge],
    ['largest', Math.max(...values), largest, edge],
  ] as const;
  const wrong = figures.find(([, value, target, tolerance]) => !(Math.abs(value - target) <= tolerance));
  return wrong ? `${wrong[0]} ${wrong[1]} instead of ${wrong[2]}` : null;
}

/** Whether a value is what it should be, as far as rounding lets it. */
export function close(value: number, target: Figure, tolerance: number, scale = 0): boolean {
  const wanted = Number(target);
  if (!Number.isFinite(wanted)) return Object.is(value, wanted);
  return Math.abs(value - wanted) <= tolerance * Math.max(Math.abs(wanted), scale);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The sum of products with `hash`, which tells where in a tensor a number stands. */
export function againstHash(values: readonly number[]): number {
  return values.reduce((sum, value, place) => sum + value * hashAt(place + 1), 0);
}
