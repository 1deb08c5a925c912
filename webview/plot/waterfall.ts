/** The gain waterfall: how each layer's activation (a′) and the next layer's weights (f′) multiply delta on its way back. */
import type { NetworkReport } from '../../src/analysis/report';
import { shortNumber } from '../../src/base/numbers';
import { decade, decadesAxis } from './axes';
import { series, stationAxis, stations, type Station } from './flow';
import type { PlotPicture } from './picture';
import { emptyPlot, type Bars } from './plot';

/** One step of the way back. */
export interface Fall {
  readonly station: Station;
  readonly activation: number;
  readonly weights: number;
  /** Product of all factors from the last weight layer down to behind the weights, and to behind the activation. */
  readonly before: number;
  readonly behindWeights: number;
  readonly product: number;
}

/** The steps from the last weight layer back to the first, in the order of the axis. */
export function falls(network: NetworkReport): readonly Fall[] {
  const on = stations(network);
  const last = on.findIndex(({ index }) => index === network.flow?.last);
  const steps: Fall[] = [];
  let product = 1;
  for (const station of on.slice(0, Math.max(0, last)).toReversed()) {
    const { gain } = station.layer;
    if (gain === null) break;
    const before = product;
    const behindWeights = before * gain.weights;
    product = behindWeights * gain.activation;
    steps.push({
      station,
      activation: gain.activation,
      weights: gain.weights,
      before,
      behindWeights,
      product,
    });
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
  const y = decadesAxis(
    'product so far, log scale',
    [1, ...steps.flatMap((fall) => [fall.behindWeights, fall.product])],
    5,
  );
  const floor = (value: number): number => decade(value) ?? (value === 0 ? y.from : y.to);
  const bars = (pick: (fall: Fall) => readonly [number, number]): Bars['bars'] =>
    steps.map((fall) => {
      const [from, to] = pick(fall).map(floor);
      return [fall.station.place, from ?? null, to ?? null];
    });
  return {
    id: 'waterfall',
    title: 'Gain by layer',
    sentence: sentence(network, steps),
    plot: {
      ...emptyPlot(stationAxis(on, zoom, centre), y),
      lines: [series('product so far', product, { ink: 'text', width: 1.25, mark: 'circle' })],
      bars: [
        {
          ...bar,
          name: 'activation a′',
          ink: 'activation',
          bars: bars((fall) => [fall.behindWeights, fall.product]),
        },
        {
          ...bar,
          name: 'weights f′',
          ink: 'weights',
          bars: bars((fall) => [fall.before, fall.behindWeights]),
        },
      ],
      rules: [{ axis: 'y', at: 0, ink: 'muted', dash: [2, 2], name: '', arrow: false }],
      stops: on.map(({ place }) => place),
    },
    table: {
      columns: ['layer', 'activation a′', 'weights f′', 'gain a′ f′', 'product so far'],
      rows: steps.map((fall) => [
        fall.station.layer.name,
        fall.activation,
        fall.weights,
        fall.station.layer.gain?.total ?? null,
        fall.product,
      ]),
    },
    readout: (stop) => readout(on[stop], at.get(stop)),
  };
}

const bar = { alpha: 0.85, share: 0.7, beside: true } as const;

function readout(station: Station | undefined, fall: Fall | undefined): string {
  if (station === undefined) return '';
  if (fall === undefined) return `${station.layer.name}: the way back starts here`;
  const { activation, weights, product } = fall;
  return `${station.layer.name}: a′ ${shortNumber(activation)} · f′ ${shortNumber(weights)} = × ${shortNumber(activation * weights)} · product so far ${shortNumber(product)}`;
}

function sentence(network: NetworkReport, steps: readonly Fall[]): string {
  const { flow } = network;
  if (flow === null || steps.length === 0) return 'There are not two layers with weights to compare.';
  const { activationProduct, weightsProduct, ratio } = flow;
  return `On the way back the activations multiply δ by ${shortNumber(activationProduct)} and the weights by ${shortNumber(weightsProduct)}: together by ${shortNumber(ratio)}.`;
}
