/** The Flow tab: delta by layer, the gain waterfall below it on the same axis, and the numbers that sum them up. */
import { html, nothing, type TemplateResult } from 'lit';
import { counted } from '../../src/base/numbers';
import type { FlowReport, NetworkReport } from '../../src/analysis/report';
import { flowPicture } from '../plot/flow';
import { stations } from '../plot/stations';
import { blamedLayer, blamedStop, blamePicture } from '../plot/blame';
import { spreadPicture } from '../plot/spread';
import { waterfallPicture } from '../plot/waterfall';
import type { Act, Focus, LensState } from '../state';
import { unitsStrip } from './heatmaps';
import { number, quotientNumber } from './number';
import { plotFigure, type Behaviour } from './plotFigure';

/** The tab's content. */
export function flowTab(state: LensState, focus: Focus, act: Act): TemplateResult {
  const { network } = focus;
  if (network.layers.every((layer) => layer.delta === null)) {
    return html`<p class="nothing-here">No gradient reaches any layer${whyNone(focus)}.</p>`;
  }
  const on = stations(network);
  const selected = on.find(({ index }) => index === focus.layer)?.place ?? null;
  const zoom = state.memory.zoom['flow'] ?? 1;
  const centre = selected ?? on.length / 2;
  const behaviour: Behaviour = {
    from: [network, zoom, zoom === 1 ? 0 : centre],
    selected,
    choose: (stop, reveal) => {
      const station = on[stop];
      if (station !== undefined) act({ kind: 'layer', layer: station.index, reveal });
    },
    zoomTo: zoomFor(on.length),
    size: 'tall',
  };
  return html`${plotFigure(state, act, flowPicture(network, zoom, centre), behaviour)}
  ${
    network.flow === null
      ? nothing
      : html`${blame(state, focus, act, behaviour)}
        ${plotFigure(state, act, waterfallPicture(network, zoom, centre), { ...behaviour, zoomTo: 1, size: 'low' })}
        ${
          zoom === 1
            ? unitsStrip(
                state,
                focus,
                on.map(({ index }) => index),
                act,
              )
            : nothing
        }
        ${sums(network, network.flow)}
        ${plotFigure(state, act, spreadPicture(network, zoom, centre), { ...behaviour, zoomTo: 1, size: 'low' })}`
  }`;
}

function blame(
  state: LensState,
  focus: Focus,
  act: Act,
  behaviour: Behaviour,
): TemplateResult | typeof nothing {
  const { network } = focus;
  const zoom = state.memory.zoom['flow'] ?? 1;
  const selected = blamedStop(network, focus.layer);
  const picture = blamePicture(network, zoom, selected ?? (network.blame?.steps.length ?? 0) / 2);
  if (picture === null) return nothing;
  return html`${plotFigure(state, act, picture, {
    ...behaviour,
    selected,
    choose: (stop, reveal) => {
      const layer = blamedLayer(network, stop);
      if (layer !== null) act({ kind: 'layer', layer, reveal });
    },
    ...{ zoomTo: 1, size: 'low' as const },
  })}`;
}

function whyNone({ network, shown }: Focus): string {
  if (network.loss !== null) return '';
  const broken = shown.envelope.report.problems.some(({ severity }) => severity === 'error');
  return broken ? ', since the network does not run to its end' : ', since the source names no loss';
}

// Zooming in makes sense until about four layers fill the width.
function zoomFor(layers: number): number {
  return Math.max(1, 2 ** Math.floor(Math.log2(layers / 4)));
}

function sums(network: NetworkReport, flow: FlowReport): TemplateResult {
  const first = network.layers[flow.first]?.name ?? '';
  const last = network.layers[flow.last]?.name ?? '';
  const sum = (word: TemplateResult | string, value: TemplateResult, explanation: string): TemplateResult =>
    html`<div title=${explanation}>
      <dt>${word}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="sums">
    ${sum('δ first / δ last', quotientNumber('flow-ratio', flow.ratio), `δ at ${first} over δ at ${last}`)}
    ${sum('half-life', halfLife(flow), 'Layers after which δ has halved on its way back')}
    ${sum('Π a′, activations', quotientNumber('activation-product', flow.activationProduct), 'What the activation derivatives did to δ')}
    ${
      flow.activationBound === null
        ? nothing
        : sum(
            html`bound (max a′)<sup>${flow.steps}</sup>`,
            number('activation-bound', flow.activationBound),
            `What the activation derivatives alone allow over ${counted(flow.steps, 'layer')}: the product of their largest values`,
          )
    }
    ${sum('Π f′, weights', quotientNumber('weights-product', flow.weightsProduct), 'What the weights did to δ, separately')}
  </dl>`;
}

function halfLife({ ratio, halfLife: layers }: FlowReport): TemplateResult {
  if (ratio === 0) return html`<span data-field="half-life">cut off</span>`;
  if (Number.isNaN(ratio)) return quotientNumber('half-life', null);
  if (layers === null) return html`<span data-field="half-life">does not fall</span>`;
  return html`${quotientNumber('half-life', layers)} layers`;
}
