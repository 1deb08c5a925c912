/** The table of layers: one row each, in the order of running, with the numbers as bars in their cells. */
import { html, nothing, type TemplateResult } from 'lit';
import { percent, shapeText, shortNumber } from '../../src/base/numbers';
import type { LayerReport, NetworkReport } from '../../src/analysis/report';
import { guard } from 'lit/directives/guard.js';
import type { DataTable } from '../export/dataTable';
import { weightGradient } from '../plot/flow';
import { mainMovement, movementMeaning } from '../plot/updates';
import { unusual, type Compared } from '../plot/usual';
import type { Act, Focus } from '../state';
import { layerVerdict } from '../verdict';
import { flashing, keptInView, lengths } from './canvas';
import { icon } from './icons';
import { layerName } from './layerName';
import { movementMark } from './movement';
import { aligned } from './number';

/** The table; the selected row is selected everywhere. */
export function layerTable(focus: Focus, act: Act): TemplateResult {
  const { network } = focus;
  const range = deltaRange(network);
  const subject = `${focus.shown.envelope.report.path}\n${network.name}`;
  const moves = network.firstSteps !== null;
  const shownColumns = columns.filter(({ name }) => name !== 'step' || moves);
  return html`<section class="layers" aria-labelledby="layers-title">
    <h2 id="layers-title">Layers</h2>
    <div class="table-box">
      <table
        role="grid"
        aria-labelledby="layers-title"
        class="layer-table ${network.layers.length > chunkSize ? 'many-rows' : ''} ${moves ? 'with-steps' : ''}"
        @keydown=${(event: KeyboardEvent) => key(event, focus, act)}
      >
        <thead role="rowgroup">
          <tr role="row">
            ${shownColumns.map(({ name, word, explanation }) => html`<th role="columnheader" scope="col" class="column-${name}" title=${explanation}><span class="${name}-word">${word}</span></th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${chunks({ focus, act, range, subject })}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** The same table as data. */
export function layerData(network: NetworkReport): DataTable {
  return {
    columns: [
      'layer',
      'kind',
      'activation',
      'shape',
      'parameters',
      'gain',
      'a′',
      'f′',
      'delta',
      'dL/da',
      'dW RMS',
      'dW/W',
      'step/W',
      'dead',
      'saturated',
      'zeros',
      'verdict',
    ],
    rows: network.layers.map((layer, index) => [
      layer.name,
      layer.kind,
      layer.activation,
      shapeText(layer.shape),
      layer.parameters,
      layer.gain?.total ?? null,
      layer.gain?.activation ?? null,
      layer.gain?.weights ?? null,
      layer.delta,
      layer.outputGradient,
      weightGradient(layer),
      gradientRatio(layer),
      mainMovement(network, layer)?.share ?? null,
      deadShare(layer),
      layer.saturated,
      layer.zeros,
      layerVerdict(network, index).word,
    ]),
  };
}

const columns = [
  { name: 'name', word: 'layer', explanation: 'As the source names it, with the activation merged into it' },
  { name: 'shape', word: 'shape', explanation: 'Shape of the output, batch first' },
  { name: 'gain', word: 'gain', explanation: 'δ here over δ of the next layer' },
  { name: 'delta', word: 'δ', explanation: 'RMS of the loss gradient with respect to the pre-activation' },
  { name: 'ratio', word: '∂W / W', explanation: 'RMS of the weight gradient over RMS of the weights' },
  { name: 'step', word: 'step / W', explanation: movementMeaning },
  { name: 'dead', word: 'dead', explanation: 'Units that are zero on every sample' },
  { name: 'saturated', word: 'sat.', explanation: 'Share of pre-activations where the activation is flat' },
  { name: 'verdict', word: 'verdict', explanation: 'The gravest finding about the layer' },
] as const;

/** Rows that are drawn again together when the selection moves among them. */
const chunkSize = 50;

function chunks(around: Surroundings): readonly unknown[] {
  const { network, layer: selected } = around.focus;
  return Array.from({ length: Math.ceil(network.layers.length / chunkSize) }, (_, chunk) => {
    const from = chunk * chunkSize;
    const here = selected !== null && selected >= from && selected < from + chunkSize ? selected : -1;
    return guard([network, here], () =>
      network.layers.slice(from, from + chunkSize).map((layer, index) => row(around, layer, from + index)),
    );
  });
}

interface Surroundings {
  readonly focus: Focus;
  readonly act: Act;
  readonly range: readonly [low: number, high: number];
  readonly subject: string;
}

function row(
  { focus, act, range, subject }: Surroundings,
  layer: LayerReport,
  index: number,
): TemplateResult {
  const { network } = focus;
  const selected = index === focus.layer;
  const verdict = layerVerdict(network, index);
  const about = `${subject}\n${layer.name}`;
  const cell = (
    name: Compared | 'ratio',
    value: number | null,
    wording: (value: number) => string,
    bar: Bar | null,
  ): TemplateResult =>
    html`<td
      role="gridcell"
      class="column-${name} numeric"
      ${flashing(about, value === null ? '' : wording(value))}
    >
      ${name === 'ratio' ? nothing : markOf(network, index, name)}${aligned(name, value, wording)}
      ${bar === null ? nothing : barOf(bar)}
    </td>`;
  const total = layer.gain?.total ?? null;
  const gain = total === null || Number.isNaN(total) ? null : total;
  const ratio = gradientRatio(layer);
  const dead = deadShare(layer);
  return html`<tr
    role="row"
    data-layer=${layer.name}
    data-index=${index}
    aria-selected=${selected ? 'true' : 'false'}
    ${keptInView(selected)}
    tabindex=${selected || (focus.layer === null && index === 0) ? 0 : -1}
    @click=${() => act({ kind: 'layer', layer: index, reveal: true })}
  >
    <th role="rowheader" class="column-name" title=${layer.name}>
      ${layerName(layer.name)} ${runsOf(layer)}
      ${kindWords(layer) === '' ? nothing : html`<span class="kind">${kindWords(layer)}</span>`}
    </th>
    <td role="gridcell" class="column-shape">${shapeText(layer.shape)}</td>
    ${cell('gain', gain, shortNumber, gain === null || gain === 0 ? null : gainBar(gain))}
    ${cell('delta', layer.delta, shortNumber, layer.delta === null || layer.delta === 0 ? null : deltaBar(layer.delta, range))}
    ${cell('ratio', ratio, shortNumber, null)} ${stepCell(network, layer)}
    ${cell('dead', dead, percent, dead === null ? null : { from: 0, to: dead, tone: 'dead' })}
    ${cell('saturated', layer.saturated, percent, layer.saturated === null ? null : { from: 0, to: layer.saturated, tone: 'saturated' })}
    <td role="gridcell" class="column-verdict" title=${verdict.text}>
      ${verdict.icon === null ? nothing : html`<span class="tone-${verdict.tone} ${verdict.weak ? 'weak' : ''}">${icon(verdict.icon)}</span>`}
      <span data-field="layer-verdict" class=${verdict.icon === null ? 'none' : 'verdict-word'}
        >${verdict.word}</span
      >
    </td>
  </tr>`;
}

/** How often a layer runs, where that is more than once: then the row has the numbers of the last time. */
function runsOf({ runs = 1 }: LayerReport): TemplateResult | typeof nothing {
  if (runs === 1) return nothing;
  const text = `runs ${runs} times; the numbers are those of the last`;
  return html`<span class="runs" data-field="runs" title=${text}
    ><span aria-hidden="true">×${runs}</span><span class="unseen">${text}</span></span
  >`;
}

function stepCell(network: NetworkReport, layer: LayerReport): TemplateResult | typeof nothing {
  if (network.firstSteps === null) return nothing;
  const movement = mainMovement(network, layer);
  return html`<td role="gridcell" class="column-step numeric" title=${movement?.text ?? nothing}>
    ${movementMark(movement?.way ?? null)}${aligned('step', movement?.share ?? null, percent)}
  </td>`;
}

// A mark that is no colour alone, with its words for pointer and screen reader.
function markOf(network: NetworkReport, index: number, what: Compared): TemplateResult | typeof nothing {
  const found = unusual(network, index, what);
  if (found === null) return nothing;
  return html`<span class="unusual" data-unusual=${what} title=${found.text}
    ><span aria-hidden="true">${found.way === 'above' ? '▴' : '▾'}</span
    ><span class="unseen">${found.text}</span></span
  >`;
}

/** What a layer is, where its name does not say so already. */
export function kindWords(layer: LayerReport): string {
  const kind = layer.name.startsWith(layer.kind) ? null : layer.kind;
  // An activation that follows no layer is a row of its own, which is what it is called.
  const words = new Set([kind, layer.activation]);
  return [...words].filter((word) => word !== null && word !== layer.name).join(' · ');
}

function gradientRatio(layer: LayerReport): number | null {
  return (
    layer.parameterReports.find(({ role }) => role === 'weight' || role === 'embedding')?.gradientRatio ??
    null
  );
}

function deadShare({ dead }: LayerReport): number | null {
  return dead === null ? null : dead.of === 0 ? 0 : dead.units / dead.of;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly tone: 'vanishing' | 'exploding' | 'dead' | 'saturated' | 'plain';
}

function barOf({ from, to, tone }: Bar): TemplateResult {
  const place = { '--from': String(from), '--to': String(to) };
  return html`<span class="bar bar-${tone}" aria-hidden="true" ${lengths(place)}></span>`;
}

// From the middle (x 1), a decade to each side.
function gainBar(gain: number): Bar {
  const place = gain > 0 ? 0.5 + Math.max(-1, Math.min(1, Math.log10(gain))) / 2 : 0;
  return place < 0.5
    ? { from: place, to: 0.5, tone: 'vanishing' }
    : { from: 0.5, to: Number.isFinite(gain) ? place : 1, tone: 'exploding' };
}

function deltaBar(delta: number, [low, high]: readonly [number, number]): Bar {
  const place = delta > 0 && Number.isFinite(delta) ? (Math.log10(delta) - low) / (high - low) : 0;
  return { from: 0, to: place, tone: 'plain' };
}

// Whole decades around all deltas, so that the longest bar is full and the shortest still shows.
function deltaRange(network: NetworkReport): readonly [low: number, high: number] {
  const logs = network.layers.flatMap(({ delta }) =>
    delta !== null && delta > 0 && Number.isFinite(delta) ? [Math.log10(delta)] : [],
  );
  const high = logs.reduce((most, value) => Math.max(most, value), -Infinity);
  const low = logs.reduce((least, value) => Math.min(least, value), Infinity);
  return high > -Infinity ? [Math.floor(low - 0.5), Math.max(high, Math.floor(low - 0.5) + 1)] : [-1, 0];
}

const strides: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};

function key(event: KeyboardEvent, focus: Focus, act: Act): void {
  const stride = strides[event.key];
  const from = focus.layer ?? 0;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    act({ kind: 'layer', layer: from, reveal: true });
  }
  if (stride === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const to = Math.max(0, Math.min(focus.network.layers.length - 1, from + stride));
  const table = event.currentTarget;
  act({ kind: 'layer', layer: to, reveal: false });
  table.querySelector<HTMLElement>(`tr[data-index="${to}"]`)?.focus();
}
