/** The gain waterfall: how each layer's activation (a′) and the next layer's weights (f′) multiply delta on its way back. */
import type { Band, NetworkReport } from '../../src/analysis/report';
import type { DataTable } from '../export/dataTable';
import { decade, decadesAxis } from './axes';
import { bandName, bandOf, bandRibbon, series, stationAxis } from './flow';
import { stations, type Station } from './stations';
import type { PlotPicture } from './picture';
import { emptyPlot, type Bars } from './plot';
import { quotient } from './quotient';

/** One step of the way back. */
export interface Fall {
  readonly station: Station;
  /** Null where it is 0 over 0, behind weights that let nothing through. */
  readonly activation: number | null;
  readonly weights: number;
  /** Product of all factors from the last weight layer down to behind the weights, and to behind the activation. */
  readonly before: number;
  readonly behindWeights: number;
  readonly product: number;
}

/** The steps from the last weight layer back to the first, or to where the way is cut, in the order of the axis. */
export function falls(network: NetworkReport): readonly Fall[] {
  const on = stations(network);
  const last = on.findIndex(({ index }) => index === network.flow?.last);
  const steps: Fall[] = [];
  let product = 1;
  for (const station of on.slice(0, Math.max(0, last)).toReversed()) {
    const { gain } = station.layer;
    if (gain === null || Number.isNaN(gain.weights)) break;
    const { weights } = gain;
    const activation = Number.isNaN(gain.activation) ? null : gain.activation;
    const before = product;
    const behindWeights = before * weights;
    product = activation === null ? 0 : behindWeights * activation;
    steps.push({ station, activation, weights, before, behindWeights, product });
    if (product === 0 || Number.isNaN(product)) break;
  }
  return steps.toReversed();
}

/** The waterfall on the layer axis of the flow. */
export function waterfallPicture(network: NetworkReport, zoom: number, centre: number): PlotPicture {
  const on = stations(network);
  const steps = falls(network);
  const at = new Map(steps.map((fall) => [fall.station.place, fall]));
  const last = on.find(({ index }) => index === network.flow?.last);
  const product = on.map((station) => (station === last ? 1 : (at.get(station.place)?.product ?? null)));
  const usual = usualProduct(network, on, steps);
  const y = decadesAxis(
    'product so far, log scale',
    [1, ...usual.flat(), ...steps.flatMap((fall) => [fall.behindWeights, fall.product])],
    5,
  );
  // A factor of 0 has no bar, since no decade is its end: a mark stands in its place.
  const end = (value: number): number | null => decade(value) ?? (value === 0 ? null : y.to);
  const zero = on.map(({ place }) => [place, at.get(place)?.product === 0 ? y.from : null] as const);
  const bars = (pick: (fall: Fall) => readonly [number, number]): Bars['bars'] =>
    steps.map((fall) => {
      const [from = null, to = null] = pick(fall).map(end);
      return [fall.station.place, from, to];
    });
  return {
    id: 'waterfall',
    title: 'Gain by layer',
    sentence: sentence(network, steps),
    plot: {
      ...emptyPlot(stationAxis(on, zoom, centre), y),
      lines: [
        series('product so far', product, { ink: 'text', width: 1.25, mark: 'circle' }),
        series(
          'textbook initialisation',
          usual.map((band) => band?.[1] ?? null),
          { ink: 'muted', dash: [6, 4] },
        ),
        { ...series('exactly 0', [], { ink: 'vanishing', mark: 'triangle', width: 0 }), points: zero },
      ].filter(({ points }) => points.some(([, value]) => value !== null)),
      bars: barsOf(bars),
      ribbons: [
        bandRibbon(
          bandName('textbook', network.controls),
          usual.map((band) => bandOf(network.controls, band)),
          'muted',
          0.18,
        ),
      ].filter(({ band }) => band.some(([, low]) => low !== null)),
      rules: [{ axis: 'y', at: 0, ink: 'muted', dash: [2, 2], name: '', arrow: false }],
      stops: on.map(({ place }) => place),
    },
    table: tableOf(steps),
    readout: (stop) => {
      const started = last === undefined || stop >= last.place;
      return readout(
        on[stop],
        at.get(stop),
        started ? 'the way back starts here' : 'the way back does not come this far',
      );
    },
  };
}

/** The product so far of the textbook control: its deltas over that of the last layer with weights. */
function usualProduct(
  { controls, flow }: NetworkReport,
  on: readonly Station[],
  steps: readonly Fall[],
): readonly (Band | null)[] {
  const bands = controls?.bands.textbook.delta;
  const last = flow && bands?.[flow.last]?.[1];
  return on.map(({ index, place }) => {
    const band = bands?.[index] ?? null;
    const reached = index === flow?.last || steps.some(({ station }) => station.place === place);
    if (!band || !last || !reached) return null;
    return [band[0] / last, band[1] / last, band[2] / last];
  });
}

function tableOf(steps: readonly Fall[]): DataTable {
  return {
    columns: ['layer', 'activation a′', 'weights f′', 'gain a′ f′', 'product so far'],
    rows: steps.map((fall) => [
      fall.station.layer.name,
      fall.activation,
      fall.weights,
      fall.station.layer.gain?.total ?? null,
      fall.product,
    ]),
  };
}

function barsOf(bars: (pick: (fall: Fall) => readonly [number, number]) => Bars['bars']): readonly Bars[] {
  return [
    {
      ...bar,
      name: 'activation a′',
      ink: 'activation',
      bars: bars((fall) => [fall.behindWeights, fall.product]),
    },
    { ...bar, name: 'weights f′', ink: 'weights', bars: bars((fall) => [fall.before, fall.behindWeights]) },
  ];
}

const bar = { alpha: 0.85, share: 0.7, beside: true } as const;

function readout(station: Station | undefined, fall: Fall | undefined, elsewhere: string): string {
  if (station === undefined) return '';
  if (fall === undefined) return `${station.layer.name}: ${elsewhere}`;
  const { activation, weights, product } = fall;
  const factor = activation === null ? 0 : activation * weights;
  return `${station.layer.name}: a′ ${quotient(activation)} · f′ ${quotient(weights)} = × ${quotient(factor)} · product so far ${quotient(product)}`;
}

function sentence(network: NetworkReport, steps: readonly Fall[]): string {
  const { flow } = network;
  if (flow === null) return 'There are not two layers with weights to compare.';
  if (steps.length === 0)
    return 'No gradient leaves the last layer with weights, so there is nothing to multiply.';
  const { activationProduct, weightsProduct, ratio } = flow;
  const cut = steps.find(({ product }) => product === 0);
  if (cut !== undefined) {
    return `The way back is cut off at ${cut.station.layer.name}: δ is exactly 0 there and at every layer before it.`;
  }
  return `On the way back the activations multiply δ by ${quotient(activationProduct)} and the weights by ${quotient(weightsProduct)}: together by ${quotient(ratio)}.`;
}
