/** The hero picture: delta and weight gradients of every layer on an axis of decades, with seed band, controls and limits. */
import type { Band, Controls, LayerReport, NetworkReport } from '../../src/analysis/report';
import { counted, shortNumber } from '../../src/base/numbers';
import type { DataTable } from '../export/dataTable';
import { decade, decadesAxis, layersAxis, zoomWindow } from './axes';
import type { PlotPicture } from './picture';
import type { InkName } from '../theme';
import { emptyPlot, type Axis, type Line, type Plot, type Ribbon } from './plot';
import { limitsAlong } from './zones';
import { stations, type Station } from './stations';

type Value = number | null;

/** RMS of the gradient of a layer's first weight; null without one. */
export function weightGradient(layer: LayerReport): Value {
  return (
    layer.parameterReports.find(({ role }) => role === 'weight' || role === 'embedding')?.gradientRms ?? null
  );
}

/** The layer axis, zoomed around a place. */
export function stationAxis(on: readonly Station[], zoom: number, centre: number): Axis {
  const window = zoomWindow(-0.5, on.length - 0.5, zoom, centre);
  return layersAxis(
    on.map(({ layer }) => layer.name),
    window,
  );
}

/** Delta and weight gradients along the flow. */
export function flowPicture(network: NetworkReport, zoom: number, centre: number): PlotPicture {
  const on = stations(network);
  const delta = on.map(({ layer }) => layer.delta);
  const weights = on.map(({ layer }) => weightGradient(layer));
  const { controls } = network;
  const along = (values: readonly Value[] | undefined): readonly Value[] =>
    values === undefined ? [] : on.map(({ index }) => values[index] ?? null);
  const textbook = along(controls?.textbook.delta);
  const geometry = along(controls?.geometry.delta);
  const band = on.map(({ index }) => bandOf(controls, controls?.bands.own.delta[index]));
  // Over fewer samples a mean scatters more, so that its gradient would not compare.
  const same = controls?.batch === network.batch;
  const weightBand = on.map(({ index }) =>
    same ? bandOf(controls, controls.bands.own.weightGradient[index]) : null,
  );
  const limit = limitsAlong(network);
  const shown = [
    ...delta,
    ...weights,
    ...textbook,
    ...geometry,
    ...band.flat(),
    ...weightBand.flat(),
    limit.low[0] ?? null,
  ];
  const y = decadesAxis('RMS of the gradient, log scale', shown);
  const plot: Plot = {
    ...emptyPlot(stationAxis(on, zoom, centre), y),
    lines: [
      series('δ', delta, { ink: 'text', width: 2.25, mark: 'circle' }),
      series('∂W', weights, { ink: 'weights', width: 1.5, mark: 'square' }),
      series('δ, textbook start', textbook, { ink: 'muted', dash: [6, 4] }),
      series('δ, He and ReLU', geometry, { ink: 'muted', dash: [1, 3] }),
      ...notDrawable(delta, weights, y),
    ].filter(({ mark, points }) => visible(points, mark !== 'none')),
    ribbons: [
      bandRibbon(bandName('δ', controls), band, 'text', 0.22),
      bandRibbon(bandName('∂W', controls), weightBand, 'weights', 0.2),
      zone('vanishing', limit.low, (value) => [y.from, value], y),
      zone('exploding', limit.high, (value) => [value, y.to], y),
    ].filter(({ band: part }) => visible(part, false)),
    stops: on.map(({ place }) => place),
  };
  return {
    id: 'flow',
    title: 'Gradient by layer',
    sentence: flowSentence(network, on),
    plot,
    table: tableOf(on, { delta, weights, band, textbook, geometry }),
    readout: (stop) => readout(on[stop], band[stop] ?? null, textbook[stop] ?? null),
  };
}

interface Columns {
  readonly delta: readonly Value[];
  readonly weights: readonly Value[];
  readonly band: readonly (Band | null)[];
  readonly textbook: readonly Value[];
  readonly geometry: readonly Value[];
}

function tableOf(on: readonly Station[], { delta, weights, band, textbook, geometry }: Columns): DataTable {
  return {
    columns: [
      ...['layer', 'δ', '∂L/∂a RMS', '∂W RMS', 'δ 5 % of seeds', 'δ median', 'δ 95 %'],
      ...['δ textbook', 'δ He and ReLU'],
    ],
    rows: on.map(({ layer, place }) => [
      layer.name,
      delta[place] ?? null,
      layer.outputGradient,
      weights[place] ?? null,
      ...(band[place] ?? [null, null, null]),
      textbook[place] ?? null,
      geometry[place] ?? null,
    ]),
  };
}

// A mark needs one point, a stroke or an area two neighbours: what cannot be seen has no name in the legend either.
function visible(points: readonly (readonly [number, Value, ...Value[]])[], marked: boolean): boolean {
  const there = (place: number): boolean => (points[place]?.[1] ?? null) !== null;
  return points.some((_, place) => there(place) && (marked || there(place + 1)));
}

type Look = Pick<Line, 'ink'> & Partial<Line>;

/** A line of values at their decades, place by place. */
export function series(name: string, values: readonly Value[], look: Look): Line {
  return {
    name,
    alpha: 1,
    width: 1.5,
    dash: [],
    mark: 'none',
    points: values.map((value, place) => [place, decade(value)]),
    ...look,
  };
}

// Zero has no decade and NaN no place at all: they stand as marks at the lower and the upper edge.
function notDrawable(delta: readonly Value[], weights: readonly Value[], y: Axis): readonly Line[] {
  const marks = (test: (value: number) => boolean, at: number): Line['points'] =>
    delta.map((value, place) => {
      const found = [value, weights[place] ?? null].some((one) => one !== null && test(one));
      return [place, found ? at : null];
    });
  const zero = marks((value) => value === 0, y.from);
  const broken = marks((value) => !Number.isFinite(value), y.to);
  return [
    { ...series('exactly 0', [], { ink: 'vanishing', mark: 'triangle', width: 0 }), points: zero },
    { ...series('not finite', [], { ink: 'exploding', mark: 'cross', width: 0 }), points: broken },
  ];
}

function zone(
  name: 'vanishing' | 'exploding',
  limit: readonly Value[],
  edges: (value: number) => readonly [low: number, high: number],
  y: Axis,
): Ribbon {
  return {
    name,
    ink: name,
    alpha: 0.16,
    labelled: true,
    band: limit.map((value, place) => {
      const at = decade(value);
      if (at === null || at <= y.from || at >= y.to) return [place, null, null];
      return [place, ...edges(at)];
    }),
  };
}

/** A band of the controls; null where one seed makes none. */
export function bandOf(controls: Controls | null, band: Band | null | undefined): Band | null {
  return controls !== null && controls.seeds > 1 ? (band ?? null) : null;
}

/** What a band is called: between which quantiles, and of how many seeds. */
export function bandName(what: string, controls: Controls | null): string {
  return `${what}, 5 to 95 % of ${counted(controls?.seeds ?? 0, 'seed')}`;
}

/** A band of values at their decades, place by place. */
export function bandRibbon(
  name: string,
  band: readonly (Band | null)[],
  ink: InkName,
  alpha: number,
): Ribbon {
  return {
    ...{ name, ink, alpha, labelled: false },
    band: band.map((part, place) => [place, decade(part?.[0]), decade(part?.[2])]),
  };
}

function readout(at: Station | undefined, band: readonly number[] | null, textbook: Value): string {
  if (at === undefined) return '';
  const { layer } = at;
  const parts = [`δ ${layer.delta === null ? 'not reached' : shortNumber(layer.delta)}`];
  const weights = weightGradient(layer);
  if (weights !== null) parts.push(`∂W ${shortNumber(weights)}`);
  if (band !== null) parts.push(`seeds ${shortNumber(band[0] ?? NaN)} to ${shortNumber(band[2] ?? NaN)}`);
  if (textbook !== null) parts.push(`textbook ${shortNumber(textbook)}`);
  return `${layer.name}: ${parts.join(' · ')}`;
}

function flowSentence(network: NetworkReport, on: readonly Station[]): string {
  const { flow, layers } = network;
  const first = flow && layers[flow.first];
  const last = flow && layers[flow.last];
  if (!flow || !first || !last) {
    const only = on.find(({ layer }) => layer.delta !== null)?.layer;
    return only === undefined
      ? 'The loss reaches no layer, so there is no gradient to draw.'
      : `δ is ${shortNumber(only.delta ?? NaN)} at ${only.name}; a flow needs two layers with weights.`;
  }
  if (last.delta === 0) return `δ is exactly 0 at ${last.name} already, and at every layer before it.`;
  const way = flow.ratio < 1 ? 'falls' : flow.ratio > 1 ? 'grows' : 'goes';
  return `δ ${way} from ${shortNumber(last.delta ?? NaN)} at ${last.name} to ${shortNumber(first.delta ?? NaN)} at ${first.name}, ${counted(flow.steps, 'layer')} back.`;
}
