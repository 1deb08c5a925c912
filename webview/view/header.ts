/** The first lines: which network, its facts, when it was inspected, and the menu. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CircuitReport } from '../../src/analysis/circuit/report';
import type { Report } from '../../src/analysis/report';
import { counted, duration, shapeText, wholeNumber } from '../../src/base/numbers';
import { jsonReport } from '../../src/protocol/reportJson';
import { firstRecalledRevision } from '../../src/protocol/training';
import type { Envelope, SourceEntry } from '../../src/protocol/messages';
import { fileStem } from '../export/fileName';
import { reportPage } from '../export/page';
import { reportImages } from '../export/reportImages';
import { saveCsv } from '../export/leave';
import type { Act, Focus, LensState } from '../state';
import { icon } from './icons';
import { withoutMiddle } from './layerName';
import { layerData } from './layerTable';
import { menu, type MenuItem } from './menu';
import { number } from './number';

/** The header; without a network only the picker. */
export function header(state: LensState, focus: Focus | null, act: Act): TemplateResult {
  const sources = state.panel?.sources ?? [];
  return html`<header class="header">
    <h1 class="unseen">Backprop Lens${focus === null ? '' : `: ${focus.network.name}`}</h1>
    ${focus === null && sources.length === 0 ? nothing : picker(sources, focus, pathOf(state), act)}
    ${focus === null ? nothing : html`<p class="facts">${facts(focus)}</p>`}
    <div class="tools">
      ${focus === null ? nothing : refresh(act)}
      ${menu('Export, settings, log', menuItems(state, focus, act))}
    </div>
  </header>`;
}

/** The source that is looked at, whether or not there is a network in it. */
function pathOf({ panel }: LensState): string | null {
  if (panel === null || panel.kind === 'idle') return null;
  return panel.kind === 'shown' ? panel.envelope.report.path : panel.path;
}

function picker(
  sources: readonly SourceEntry[],
  focus: Focus | null,
  path: string | null,
  act: Act,
): TemplateResult {
  const report = focus?.shown.envelope.report;
  const known = sources.some((source) => source.path === report?.path);
  const here = report?.path ?? '';
  const labelOf = (of: string): string => sources.find((source) => source.path === of)?.label ?? of;
  const label = labelOf(here);
  const own: Offered = report ?? { networks: [] };
  const others = focus === null ? sources.filter((source) => source.path !== path) : sources;
  return html`<select
    class="picker"
    aria-label="Network"
    title=${focus?.network.name ?? nothing}
    data-field="picker"
    @change=${(event: Event) => picked(event, report, act)}
  >
    ${focus === null ? html`<option value="" selected disabled .textContent=${path === null ? 'Choose a source' : labelOf(path)}></option>` : nothing}
    ${report !== undefined && !known ? group(label, own, focus, here) : nothing}
    ${others.map((source) =>
      source.path === report?.path
        ? group(source.label, own, focus, here)
        : html`<optgroup label=${source.label}>
            <option value="open:${source.path}">Open ${source.label}</option>
          </optgroup>`,
    )}
  </select>`;
}

/** Longer names are cut in their middle in the list, which is as wide as the panel at most. */
const mostLetters = 36;

/** What a source holds, and what else it could be asked for. */
type Offered = Pick<Report, 'networks' | 'choices'>;

function group(
  label: string,
  { networks, choices = [] }: Offered,
  focus: Focus | null,
  path: string,
): TemplateResult {
  return html`<optgroup label=${label} data-path=${path}>
    ${networks.map(
      ({ name }, index) =>
        html`<option
          value="network:${index}"
          title=${name}
          .selected=${index === focus?.index}
          .textContent=${withoutMiddle(name, mostLetters)}
        ></option>`,
    )}
    ${choices.map((choice, index) =>
      choice.shown
        ? nothing
        : html`<option
            value="choose:${index}"
            title=${choice.expression}
            .textContent=${`Inspect ${withoutMiddle(choice.label, mostLetters)}`}
          ></option>`,
    )}
  </optgroup>`;
}

function picked(event: Event, report: Report | undefined, act: Act): void {
  if (!(event.target instanceof HTMLSelectElement)) return;
  const [kind = '', ...rest] = event.target.value.split(':');
  const value = rest.join(':');
  if (kind === 'network') act({ kind: 'network', network: Number(value) });
  const choice = kind === 'choose' ? report?.choices?.[Number(value)] : undefined;
  if (report && choice) {
    const { expression } = choice;
    act({ kind: 'send', message: { kind: 'choose', path: report.path, expression } });
  }
  if (kind === 'open') act({ kind: 'send', message: { kind: 'open', path: value } });
}

function facts({ network, shown }: Focus): TemplateResult {
  if (network.circuit !== null) return circuitFacts(network.circuit, shown.envelope);
  const time = Object.values(shown.envelope.wallTime).reduce((sum, part) => sum + part, 0);
  const chance = network.loss?.chance ?? null;
  const fact = (text: unknown, explanation: string): TemplateResult =>
    html`<span class="fact" title=${explanation}>${text}</span>`;
  return html`${sourceFact(shown.envelope.report.path, network.name)}
    ${fact(counted(network.layers.length, 'layer'), 'Layers that the source writes')}
    ${fact(html`${number('parameters', network.trainableParameters, wholeNumber)} parameters`, `${wholeNumber(network.parameters)} in all`)}
    ${fact(`input ${network.inputShapes.map((shape) => shapeText(shape.slice(1))).join(', ')}`, 'Shape of one sample')}
    ${fact(
      `${counted(network.batch, 'sample')} ${network.data === null ? 'of noise' : `of ${network.data}`}`,
      `The probe batch; seed ${network.seed}`,
    )}
    ${
      network.loss === null
        ? nothing
        : fact(html`${network.loss.name} ${number('loss', network.loss.value)}`, 'The loss before training')
    }
    ${chance === null ? nothing : fact(html`chance ${number('chance', chance)}`, 'The loss of a predictor that knows only how often each label occurs')}
    ${time === 0 ? nothing : fact(duration(time), 'Time of the inspection')}
    <span class="fact stamp" data-field="stamp">${stamp(shown.envelope)}</span>`;
}

/** The file, where the network is not called as it is: the panel shows the last one that held a network, whatever the editor shows. */
function sourceFact(path: string, network: string): TemplateResult | typeof nothing {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file.split('.')[0] === network) return nothing;
  return html`<span class="fact" data-field="source" title=${path}
    >${withoutMiddle(file, mostLetters)}</span
  >`;
}

function circuitFacts({ nodes, outputs }: CircuitReport, envelope: Envelope): TemplateResult {
  const count = (kind: CircuitReport['nodes'][number]['kind']): number =>
    nodes.filter((node) => node.kind === kind).length;
  return html`<span class="fact" data-field="gates">${counted(count('gate'), 'gate')}</span>
    <span class="fact" data-field="inputs-count">${counted(count('input'), 'input')}</span>
    ${outputs.length > 1 ? html`<span class="fact">${counted(outputs.length, 'expression')}</span>` : nothing}
    <span class="fact stamp" data-field="stamp">${stamp(envelope)}</span>`;
}

/** When a report was finished: As of 10:02:11, revision 4. */
export function stamp({ finishedAt, revision }: Envelope): string {
  const at = new Date(finishedAt);
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0'));
  const what = revision < firstRecalledRevision ? `revision ${revision}` : 'a step of the training';
  return `As of ${time.join(':')}, ${what}`;
}

function refresh(act: Act): TemplateResult {
  return html`<button
    class="tool"
    type="button"
    data-action="refresh"
    aria-label="Inspect again"
    title="Inspect again"
    @click=${() => act({ kind: 'send', message: { kind: 'refresh' } })}
  >
    ${icon('refresh')}
  </button>`;
}

function menuItems(state: LensState, focus: Focus | null, act: Act): readonly MenuItem[] {
  const command = (
    label: string,
    name: 'showLog' | 'openSettings' | 'openExample' | 'pickSource',
  ): MenuItem => ({
    label,
    name,
    run: () => act({ kind: 'send', message: { kind: 'command', command: name } }),
  });
  const save = (fileName: string, content: () => string): (() => void) => {
    return () => act({ kind: 'send', message: { kind: 'export', fileName, content: content() } });
  };
  const exports: readonly MenuItem[] =
    focus === null
      ? []
      : [
          {
            label: 'Save report as JSON',
            name: 'json',
            run: save(`${fileStem(focus.network.name)}.report.json`, () => reportJson(focus)),
          },
          {
            label: 'Save report as HTML',
            name: 'html',
            run: save(`${fileStem(focus.network.name)}.html`, () =>
              reportPage(document, {
                network: focus.network.name,
                file: focus.shown.envelope.report.path,
                images: reportImages(state, focus),
              }),
            ),
          },
          {
            label: 'Save layers as CSV',
            name: 'layersCsv',
            run: () => saveCsv(`${fileStem(focus.network.name)}-layers`, layerData(focus.network), act),
          },
        ];
  return [
    ...(focus === null ? [] : [give(focus, 'data', act), give(focus, 'weights', act)]),
    ...exports,
    command('Open another source', 'pickSource'),
    command('Open the example', 'openExample'),
    command('Settings', 'openSettings'),
    command('Show log', 'showLog'),
  ];
}

function give({ shown }: Focus, what: 'weights' | 'data', act: Act): MenuItem {
  const { path } = shown.envelope.report;
  return {
    label: `Inspect with ${what}`,
    name: `give-${what}`,
    run: () => act({ kind: 'send', message: { kind: 'give', path, what, to: 'choose' } }),
  };
}

// The format is that of the command line: it holds every network of the file.
function reportJson({ shown }: Focus): string {
  return `${JSON.stringify(jsonReport([shown.envelope.report], null), undefined, 2)}\n`;
}
