/** What activation derivatives alone leave of delta after some steps back: the bound by their maximum, and what was measured. */
import type { NetworkReport } from '../../src/analysis/report';
import { falls } from './waterfall';

/** The bound and the measurement for one number of steps. */
export interface Bound {
  readonly steps: number;
  /** (max f')^steps. */
  readonly bound: number;
  /** Product of the measured a' of the last layers of the network with this activation; null: there are not so many. */
  readonly measured: number | null;
  /** The layers of that product, from the output back. */
  readonly layers: readonly string[];
}

/** Steps that a slider offers at least. */
const fewest = 8;
const most = 50;

/** How many steps can be looked at: those of the network, but at least a few. */
export function stepsOffered(network: NetworkReport, own: number | null): number {
  return Math.min(most, Math.max(fewest, measuredFactors(network, own).length));
}

/** The bound after a number of steps for an activation with this maximum of |f'|; `own`: its index in the report, if it is there. */
export function boundAfter(
  network: NetworkReport,
  own: number | null,
  maximum: number,
  steps: number,
): Bound {
  const factors = measuredFactors(network, own);
  const taken = factors.slice(0, steps);
  const whole = taken.length === steps && steps > 0;
  return {
    steps,
    bound: maximum ** steps,
    measured: whole ? taken.reduce((product, { factor }) => product * factor, 1) : null,
    layers: whole ? taken.map(({ layer }) => layer) : [],
  };
}

function measuredFactors(
  network: NetworkReport,
  own: number | null,
): readonly { readonly layer: string; readonly factor: number }[] {
  const users = own === null ? [] : (network.activations[own]?.layers ?? []);
  return falls(network)
    .toReversed()
    .flatMap(({ station, activation }) =>
      users.includes(station.index) && activation !== null
        ? [{ layer: station.layer.name, factor: activation }]
        : [],
    );
}
