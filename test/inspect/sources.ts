/** Sources for tests: network files as text, and the examples of the repository with the files they name. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NetworkReport } from '../../src/analysis/report';
import {
  defaultOptions,
  inspect,
  inspectAll,
  type Inspection,
  type InspectOptions,
} from '../../src/inspect/inspect';
import { referenceKernels } from '../../src/tensor/reference';

/** Runs in float64, the specification. */
export const float64 = { kernels: () => referenceKernels('float64') } as const;

/** The folder of the examples. */
export const examples = path.resolve(__dirname, '../../examples');

/** Inspects a network file given as text. */
export function inspectText(text: string, options: Partial<InspectOptions> = {}): Inspection {
  return inspectAll({ path: 'case.network.yaml', text }, new Map(), options);
}

/** The only network of the first picture: all numbers, no controls. */
export function firstPicture(text: string, options: Partial<InspectOptions> = {}): NetworkReport {
  const steps = inspect({ path: 'case.network.yaml', text }, new Map(), { ...defaultOptions, ...options });
  return onlyNetwork(steps.next().value);
}

/** Inspects an example with all the files it names. */
export function inspectExample(name: string, options: Partial<InspectOptions> = {}): Inspection {
  const source = { path: name, text: readFileSync(path.join(examples, name), 'utf8') };
  const { needs } = inspectAll(source, new Map(), options).report;
  const files = new Map(needs.map((need) => [need, readFileSync(path.join(examples, need))]));
  return inspectAll(source, files, options);
}

/** The only network of a report that has no problem. */
export function onlyNetwork({ report }: Inspection): NetworkReport {
  assert.deepEqual(report.problems, []);
  const [network, ...others] = report.networks;
  assert.ok(network, 'the report holds no network');
  assert.equal(others.length, 0);
  return network;
}

/** Fails unless a number is within a tolerance (absolute) of what is expected. */
export function near(
  actual: number | null | undefined,
  expected: number,
  tolerance: number,
  what = 'value',
): void {
  assert.ok(
    actual !== null && actual !== undefined && Math.abs(actual - expected) <= tolerance,
    `${what}: ${String(actual)} is not within ${tolerance} of ${expected}`,
  );
}
