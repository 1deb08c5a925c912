/** What the tests of circuits share: the report on an expression at given values, and ways to its numbers. */
import { strict as assert } from 'node:assert';
import { circuitReport, plainView, type CircuitView } from '../../../src/analysis/circuit/circuit';
import type { CircuitGate, CircuitNode, CircuitReport } from '../../../src/analysis/circuit/report';
import type { Network } from '../../../src/graph/network';
import { readNetworkFile } from '../../readers/check';

/** The network of expressions at given values; they must read without a problem. */
export function circuitOf(
  expression: string | readonly string[],
  at: Readonly<Record<string, number>>,
): Network {
  const { networks, problems } = readNetworkFile(JSON.stringify({ expression, at }), 'case.network.json');
  assert.deepEqual(problems, []);
  assert.ok(networks[0]);
  return networks[0];
}

/** The report on expressions at given values. */
export function reportOn(
  expression: string | readonly string[],
  at: Readonly<Record<string, number>>,
  view: Partial<CircuitView> = {},
): CircuitReport {
  const report = circuitReport(circuitOf(expression, at), { ...plainView, ...view });
  assert.ok(report);
  return report;
}

/** The node of a name. */
export function nodeOf({ nodes }: CircuitReport, name: string): CircuitNode {
  const found = nodes.find((node) => node.kind !== 'constant' && node.name === name);
  assert.ok(found, `${name} is not among ${nodes.map((node) => node.name).join(', ')}`);
  return found;
}

/** The gate of a name. */
export function gateOf(report: CircuitReport, name: string): CircuitGate {
  const found = nodeOf(report, name);
  assert.ok(found.kind === 'gate', `${name} is no gate`);
  return found;
}

/** Gradients by the names of the inputs. */
export function gradientsOf({ nodes }: CircuitReport): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    nodes.flatMap((node) => (node.kind === 'input' ? [[node.name, node.gradient]] : [])),
  );
}

/** Equal up to rounding of float64, or of the digits given. */
export function near(actual: number | null | undefined, expected: number, relative = 1e-12, what = ''): void {
  const error = Math.abs((actual ?? NaN) - expected);
  assert.ok(error <= relative * Math.max(1, Math.abs(expected)), `${what} ${actual} is not ${expected}`);
}
