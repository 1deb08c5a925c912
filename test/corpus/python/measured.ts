/** One real model as our reader and engine see it: how many parameters, the loss, the norm of its gradient, or the problem. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../../src/base/problem';
import type { Source } from '../../../src/base/source';
import type { Network } from '../../../src/graph/network';
import { inspect, defaultOptions, type InspectOptions } from '../../../src/inspect/inspect';
import type { Fill } from '../../../src/inspect/fill';
import type { Overrides } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { referenceKernels } from '../../../src/tensor/reference';
import { compileKernels } from '../../../src/tensor/wasm/compile.cjs';
import { compileModule, wasmKernels } from '../../../src/tensor/wasm/kernels';
import { bestVariant } from '../../../src/tensor/wasm/module';
import { diskFiles } from './diskFiles';

/** A model to measure. */
export interface Measuring {
  /** The file, or the place where a file of the given text would lie. */
  readonly file: string;
  /** The text in place of the file's own; null: the file is read. */
  readonly text: string | null;
  readonly network: string;
  readonly inputs: readonly string[];
  readonly fill: Fill;
  /** Folders whose files may be read. */
  readonly roots: readonly string[];
  /** The folder of installed packages. */
  readonly packages: string;
  readonly float64: boolean;
  /** Whether the gradient norm of every parameter is wanted. */
  readonly norms: boolean;
}

/** What came of it. */
export interface Measured {
  /** Null where no network was read. */
  readonly parameters: number | null;
  readonly trainable: number | null;
  /** Null where nothing was computed. */
  readonly loss: number | null;
  readonly norm: number | null;
  readonly problems: readonly Said[];
  /** Milliseconds until the network stood, and until its gradients did. */
  readonly reading: number;
  readonly whole: number;
  /** Gradient norm of every parameter by name. */
  readonly norms: Readonly<Record<string, number>> | null;
}

/** A problem with its place in words. */
export interface Said {
  readonly severity: string;
  readonly message: string;
  /** `folder/file.py:12`, lines from 1. */
  readonly place: string;
}

/** The place of a problem, short enough for a table. */
export function said({ severity, message, span }: Problem): Said {
  const file = span.path.split('/').slice(-2).join('/');
  return { severity, message, place: `${file}:${String(span.start.line + 1)}` };
}

/** The text of a file without what is no UTF-8. */
export function textOf(file: string): string {
  return new TextDecoder().decode(readFileSync(file));
}

/** Inspects until the first picture stands: the controls are not asked for. */
export async function measure(job: Measuring): Promise<Measured> {
  const source = { path: job.file, text: job.text ?? textOf(job.file) };
  const folder = path.dirname(job.file);
  const kernels = await kernelsFor(job.float64);
  const start = performance.now();
  let read = 0;
  const steps = inspect(source, diskFiles(folder, job.roots), {
    ...defaultOptions,
    kernels,
    overrides: overridesOf(job, folder),
    given: { weights: null, data: null, fill: { by: job.fill, batch: null } },
    training: false,
    checkpoint: (stage) => {
      if (stage !== 'read' && read === 0) read = performance.now();
    },
  });
  const { value: inspection } = steps.next();
  const { report } = inspection;
  const done = performance.now();
  const network = report.networks[0];
  return {
    parameters: network?.parameters ?? null,
    trainable: network?.trainableParameters ?? null,
    loss: network?.loss?.value ?? null,
    norm: network?.gradientNorm ?? null,
    problems: [...report.problems.map(said), ...(network?.loss ? [] : greyOf(source, folder, job))],
    reading: (read || done) - start,
    whole: done - start,
    norms: job.norms ? normsOf(inspection.gradients(0)?.parameterGradients ?? new Map()) : null,
  };
}

/** The grey nodes, which are why nothing was computed. */
function greyOf(source: Source, folder: string, job: Measuring): readonly Said[] {
  const { networks } = readSource(source, diskFiles(folder, job.roots), overridesOf(job, folder));
  return networks.flatMap(greyNodes);
}

/** What the reader did not understand, as problems. */
export function greyNodes({ nodes }: Network): readonly Said[] {
  return nodes.flatMap((node) =>
    node.kind === 'opaque' ? [said({ severity: 'warning', message: node.reason, span: node.span })] : [],
  );
}

function overridesOf({ network, inputs, packages }: Measuring, folder: string): Overrides {
  return {
    ...{ sampleShape: null, loss: 'output-energy', network, inputs, mode: 'eval' },
    packages: [path.relative(folder, packages)],
  };
}

function normsOf(
  gradients: ReadonlyMap<string, { readonly data: ArrayLike<number> } | null>,
): Record<string, number> {
  return Object.fromEntries(
    [...gradients].flatMap(([name, tensor]) => {
      if (!tensor) return [];
      let sum = 0;
      for (const value of Array.from(tensor.data)) sum += value * value;
      return [[name, Math.sqrt(sum)]];
    }),
  );
}

/** Plain loops in float64, or the fast kernels in float32. */
async function kernelsFor(float64: boolean): Promise<InspectOptions['kernels']> {
  const variant = bestVariant();
  if (float64 || !variant) return (pace) => referenceKernels('float64', pace);
  compiled ??= compileModule(variant, await compileKernels(variant));
  const module = compiled;
  return (pace) => wasmKernels(module, pace);
}

let compiled: ReturnType<typeof compileModule> | undefined;
