/** The blame: how many decades each layer's parts lose or add on delta's way back, stacked from the zero line. */
import type { BlameFactor, BlameReport, BlameStep } from '../../src/analysis/blame/report';
import type { NetworkReport } from '../../src/analysis/report';
import { percent, shortNumber } from '../../src/base/numbers';
import type { DataTable } from '../export/dataTable';
import type { InkName } from '../theme';
import { layersAxis, plainAxis, zoomWindow } from './axes';
import type { PlotPicture } from './picture';
import { emptyPlot, type Bars } from './plot';
import { stations } from './stations';

interface Look {
  readonly word: string;
  readonly ink: InkName;
  readonly alpha: number;
}

const looks: Readonly<Record<BlameFactor, Look>> = {
  activation: { word: 'activation a′', ink: 'activation', alpha: 0.85 },
  weights: { word: 'weights', ink: 'weights', alpha: 0.85 },
  normalisation: { word: 'normalisation', ink: 'accent', alpha: 0.85 },
  pooling: { word: 'pooling', ink: 'dead', alpha: 0.85 },
  other: { word: 'other operations', ink: 'muted', alpha: 0.85 },
  paths: { word: 'parallel paths', ink: 'text', alpha: 0.35 },
};
const factors = Object.keys(looks) as readonly BlameFactor[]; // the keys of a total table are exactly its names

/** One place of the axis. */
interface Place {
  readonly index: number;
  readonly name: string;
  readonly step: BlameStep | null;
}

/** The picture on the layer axis of the flow, or on one of its own where the way leads through other layers; null without blame. */
export function blamePicture(network: NetworkReport, zoom: number, centre: number): PlotPicture | null {
  const { blame } = network;
  if (blame === null || blame.steps.length === 0) return null;
  const places = placesOf(network, blame);
  const used = factors.filter((factor) => blame.steps.some((step) => finite(step.factors[factor]) !== 0));
  // Where no gradient leaves the last layer nothing can be lost on the way.
  if (used.length === 0 && blame.decades !== -Infinity) return null;
  const ends = places.flatMap(({ step }) => used.flatMap((_, place) => stack(step, used, place)));
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const y = plainAxis('decades of the gradient', low === high ? -1 : low, low === high ? 1 : high);
  const axis = layersAxis(
    places.map(({ name }) => name),
    zoomWindow(-0.5, places.length - 0.5, zoom, centre),
  );
  return {
    id: 'blame',
    title: blame.decades > 0 ? 'Where the signal grows' : 'Where the signal is lost',
    sentence: sentenceOf(blame),
    plot: {
      ...emptyPlot(axis, y),
      bars: used.map((factor, place) => barsOf(factor, place, used, places)),
      rules: [{ axis: 'y', at: 0, ink: 'text', dash: [], name: '', arrow: false }],
      stops: places.map((_, place) => place),
    },
    table: tableOf(places, used),
    readout: (stop) => readout(places[stop], blame, network.flow?.first),
  };
}

/** The layer at a stop of the picture. */
export function blamedLayer(network: NetworkReport, stop: number): number | null {
  return network.blame === null ? null : (placesOf(network, network.blame)[stop]?.index ?? null);
}

/** The stop of a layer. */
export function blamedStop(network: NetworkReport, layer: number | null): number | null {
  if (network.blame === null || layer === null) return null;
  const stop = placesOf(network, network.blame).findIndex(({ index }) => index === layer);
  return stop === -1 ? null : stop;
}

function placesOf(network: NetworkReport, { steps }: BlameReport): readonly Place[] {
  const byLayer = new Map(steps.map((step) => [step.layer, step]));
  const on = stations(network).map(({ index }) => index);
  const indices = steps.every(({ layer }) => on.includes(layer)) ? on : steps.map(({ layer }) => layer);
  return indices.map((index) => ({
    index,
    name: network.layers[index]?.name ?? '',
    step: byLayer.get(index) ?? null,
  }));
}

/** From where to where one factor's bar reaches: losses are stacked below the zero line, what adds above it. */
function stack(step: BlameStep | null, used: readonly BlameFactor[], place: number): readonly number[] {
  const own = finite(step?.factors[used[place] ?? 'other']);
  if (step === null || own === 0) return [];
  const before = used
    .slice(0, place)
    .map((factor) => finite(step.factors[factor]))
    .filter((decades) => Math.sign(decades) === Math.sign(own))
    .reduce((sum, decades) => sum + decades, 0);
  return [before, before + own];
}

function barsOf(
  factor: BlameFactor,
  place: number,
  used: readonly BlameFactor[],
  places: readonly Place[],
): Bars {
  const { word, ink, alpha } = looks[factor];
  return {
    ...{ name: word, ink, alpha, share: 0.7, beside: false },
    bars: places.map(({ step }, at) => {
      const [from = null, to = null] = stack(step, used, place);
      return [at, from, to];
    }),
  };
}

/** A factor of exactly 0 has no decade; the sentence says where the way is cut. */
function finite(decades: number | undefined): number {
  return decades !== undefined && Number.isFinite(decades) ? decades : 0;
}

function signed(decades: number): string {
  if (Math.abs(decades) < 5e-4) return '0';
  return decades < 0 ? `−${shortNumber(-decades)}` : `+${shortNumber(decades)}`;
}

function sentenceOf({ steps, decades }: BlameReport): string {
  if (decades === -Infinity)
    return 'The way back is cut off: what lies before it gets a gradient of exactly 0.';
  const sums = factors
    .map((factor) => ({
      factor,
      sum: steps.reduce((total, step) => total + finite(step.factors[factor]), 0),
    }))
    .filter(({ sum }) => Math.abs(sum) >= 5e-4)
    .sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum))
    .map(({ factor, sum }) => `${looks[factor].word} ${signed(sum)}`);
  const parts = sums.length === 0 ? '' : `: ${sums.join(', ')}`;
  return `On the way back δ changes by ${signed(decades)} decades (powers of ten)${parts}.`;
}

function tableOf(places: readonly Place[], used: readonly BlameFactor[]): DataTable {
  return {
    columns: ['layer', ...used.map((factor) => looks[factor].word), 'decades in all'],
    rows: places.flatMap(({ name, step }) =>
      step === null ? [] : [[name, ...used.map((factor) => step.factors[factor] ?? null), step.decades]],
    ),
  };
}

function readout(place: Place | undefined, blame: BlameReport, first: number | undefined): string {
  if (place === undefined) return '';
  const { name, step, index } = place;
  if (step === null && index === first) return `${name}: the way ends at its δ, before any of its own parts`;
  if (step === null)
    return `${name}: most of the gradient comes round this layer by a parallel path, or it lies behind the way`;
  const parts = factors.flatMap((factor) => {
    const decades = step.factors[factor];
    return decades === undefined ? [] : [`${looks[factor].word} ${signed(decades)}`];
  });
  const split = blame.splits.find(({ layer }) => layer === index);
  const shares =
    split === undefined
      ? ''
      : ` · of its gradient’s energy ${split.ways.map(({ share }) => percent(share)).join(' and ')} come by ${split.ways.length} paths`;
  return `${name}: ${parts.join(' · ')} = ${signed(step.decades)} decades${shares}`;
}
