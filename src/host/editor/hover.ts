/** What a hover says of the layer under the pointer: its curve over its histogram, its numbers, its findings. */
import * as vscode from 'vscode';
import type { Finding, Histogram, LayerReport, NetworkReport } from '../../analysis/report';
import { counted, percent, shapeText, shortNumber, wholeNumber } from '../../base/numbers';
import type { Envelope, Selection } from '../../protocol/messages';
import type { Parts } from '../commands';
import { lineSaved } from '../drift';
import { placeOf } from '../documents';
import { pathOf, uriOf } from '../networkFiles';
import { selectionAt } from '../places';
import { shows } from '../settings';
import { findingsOf, severityWord } from '../words';
import { alike } from './alike';
import { imageAddress } from './imageAddress';
import { layerPicture, type ThemeKind } from './layerPicture';

/** A hover does not wait longer for a histogram, in milliseconds: the worker may still be busy with the controls. */
const patience = 2000;

const commands = { lens: 'backpropLens.openLens', explain: 'backpropLens.explainRule' } as const;

/** Provides the hovers. */
export function layerHover(parts: Parts): vscode.HoverProvider {
  const { session, edits } = parts;
  return {
    provideHover: async (document, { line, character }, token) => {
      const place = placeOf(document);
      const envelope = place && session.envelope(place.source);
      if (envelope === null || !shows('hover')) return undefined;
      const { report } = envelope;
      const saved = lineSaved(line, edits.since(pathOf(document.uri)));
      const selection = selectionAt(report, place?.path ?? '', { line: saved, column: character });
      const network = selection && report.networks[selection.network];
      if (!network || selection.layer === null || network.refusal !== null) return undefined;
      const chosen = worstTurn(network, selection.layer);
      const histogram = await histogramOf(parts, envelope, { ...selection, layer: chosen }, token);
      return new vscode.Hover(content(envelope, { ...selection, layer: chosen }, network, histogram));
    },
  };
}

/** Of the turns of a block the first with a finding, else the first. */
function worstTurn({ layers, findings }: NetworkReport, chosen: number): number {
  const group = alike(layers).find(([first]) => sameSpan(first, layers[chosen])) ?? [];
  const turns = group.map((layer) => layers.indexOf(layer));
  const faulty = turns.find((turn) => findings.some(({ layer }) => layer === turn));
  return faulty ?? turns[0] ?? chosen;
}

function sameSpan(one: LayerReport, other: LayerReport | undefined): boolean {
  return JSON.stringify(one.span) === JSON.stringify(other?.span);
}

/** The histogram of a layer's pre-activation; null where it does not come in time. */
async function histogramOf(
  { session }: Parts,
  { revision, report }: Envelope,
  { network, layer }: Selection,
  token: vscode.CancellationToken,
): Promise<Histogram | null> {
  const asked = session.pictures({ kind: 'pictures', id: 0, revision, path: report.path, network, layer });
  const late = new Promise<null>((resolve) => {
    const timer = setTimeout(() => resolve(null), patience);
    const end = (): void => {
      clearTimeout(timer);
      resolve(null);
    };
    token.onCancellationRequested(end);
    void asked.then(end, end);
  });
  const reply = await Promise.race([asked, late]);
  return reply?.outcome === 'layer' ? reply.pictures.preActivation : null;
}

function content(
  { report }: Envelope,
  selection: Selection,
  network: NetworkReport,
  histogram: Histogram | null,
): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.supportHtml = true;
  text.isTrusted = { enabledCommands: Object.values(commands) };
  const index = selection.layer ?? 0;
  const layer = network.layers[index];
  if (layer === undefined) return text;
  const kind = [layer.kind, ...(layer.activation === null ? [] : [layer.activation])].map(plain).join(' · ');
  const lens = link('Show in the Lens', commands.lens, [uriOf(report.path), selection.network, index]);
  text.appendMarkdown(`**${plain(layer.name)}** · ${kind} · ${lens}`);
  for (const finding of findingsOf(network, index)) text.appendMarkdown(`\n\n${findingLine(finding)}`);
  const activation = network.activations.find(({ layers }) => layers.includes(index)) ?? null;
  if (activation !== null || histogram !== null) {
    const picture = imageAddress(layerPicture({ activation, histogram }, themeKind()));
    text.appendMarkdown(`\n\n![${alternative(layer, histogram)}](${picture})`);
  }
  return text.appendMarkdown(`\n\n${numbersTable(layer)}`);
}

function alternative({ activation, preActivation }: LayerReport, histogram: Histogram | null): string {
  const { mean, std } = preActivation;
  const spread = `mean ${shortNumber(mean)}, std ${shortNumber(std)}`;
  const curve = activation === null ? 'Output' : "The activation f and its derivative f'";
  return `${curve}${histogram === null ? '' : `, histogram of the pre-activation (${spread})`}`;
}

/** The numbers in two columns: what goes forward, and what comes back. */
function numbersTable(layer: LayerReport): string {
  const { output, preActivation, delta, gain, dead, saturated } = layer;
  const spread = ({ mean, std }: LayerReport['output']): string =>
    `mean ${shortNumber(mean)}, std ${shortNumber(std)}`;
  const forward = [
    ['shape', shapeText(layer.shape)],
    ...(layer.activation === null ? [] : [['pre-activation', spread(preActivation)]]),
    ['output', spread(output)],
    ...(dead === null ? [] : [['dead', `${dead.units} of ${counted(dead.of, 'unit')}`]]),
    ...(saturated === null ? [] : [['saturated', percent(saturated)]]),
  ];
  const back = [
    ['parameters', wholeNumber(layer.parameters)],
    ['delta', delta === null ? 'none arrives' : shortNumber(delta)],
    ...(gain === null
      ? []
      : [
          ['gain', `× ${shortNumber(gain.total)}`],
          ['', `= ${shortNumber(gain.activation)} (activation) × ${shortNumber(gain.weights)} (weights)`],
        ]),
  ];
  const lines = Array.from({ length: Math.max(forward.length, back.length) }, (_, row) => {
    const [left = ['', ''], right = ['', '']] = [forward[row], back[row]];
    const cells = [left[0], '&ensp;', left[1], '&emsp;', right[0], '&ensp;', right[1]];
    return `<tr>${cells.map((cell) => `<td>${cell ?? ''}</td>`).join('')}</tr>`;
  });
  // As Markdown it would begin with an empty line of headings.
  return `<table>${lines.join('')}</table>`;
}

const icons = { error: 'error', warning: 'warning', information: 'info' } as const;

function findingLine({ severity, rule, message }: Finding): string {
  // Where diagnostics are shown, their hover says the sentence.
  const sentence = shows('diagnostics') ? '' : `: ${plain(message)}`;
  return `$(${icons[severity]}) ${severityWord(severity)} · ${link(rule, commands.explain, [rule])}${sentence}`;
}

/** A stranger's text that is to stand as it is; without its colon an address is no link. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!~<>|$&:@]/g, '\\$&');
}

function link(words: string, command: string, args: readonly unknown[]): string {
  return `[${words}](command:${command}?${encoded(JSON.stringify(args))})`;
}

/** An address may not hold the brackets that end it. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('(', '%28').replaceAll(')', '%29');
}

function themeKind(): ThemeKind {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.HighContrast:
      return 'high-contrast';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
    case vscode.ColorThemeKind.Dark:
      return 'dark';
  }
}
