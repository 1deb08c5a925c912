/** Logistic regression: what a network that is one linear layer says of its line. */
import type { ParameterValues } from '../../engine/parameters';
import { parametersOf } from '../../engine/parameters';
import type { Network } from '../../graph/network';
import type { Reading } from './reading';

/** z = w1 x1 + w2 x2 + b, whose sigmoid is the probability of class 1. */
export interface Line {
  readonly weights: readonly [number, number];
  readonly bias: number;
}

/** The line of a network whose log-odds (or score) are one linear layer of its input; null for any other. */
export function lineOf(network: Network, reading: Reading, parameters: ParameterValues): Line | null {
  const from = reading.logit ?? (reading.kind === 'score' ? reading.output : null);
  const node = from === null ? undefined : network.nodes[from.node];
  if (node?.kind !== 'op' || node.call.op !== 'linear' || node.args[0]?.node !== reading.input) return null;
  const numbersOf = (argument: number): readonly number[] => {
    const given = network.nodes[node.args[argument]?.node ?? -1];
    return given?.kind === 'parameter' ? [...(parameters.get(given.name)?.data ?? [])] : [];
  };
  const [first, second, more] = numbersOf(1);
  const hasBias = node.args.length > 2;
  const [bias] = hasBias ? numbersOf(2) : [0];
  if (first === undefined || second === undefined || more !== undefined || bias === undefined) return null;
  return parametersOf(network).length === (hasBias ? 2 : 1) ? { weights: [first, second], bias } : null;
}
