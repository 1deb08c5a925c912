/** What language models are told: reports in few words, complete in what they say, with lines from 1. */
import type { Finding, LayerReport, NetworkReport, Report } from '../../analysis/report';
import { counted, percent, shapeText, shortNumber } from '../../base/numbers';
import { countsText } from '../words';

/** Layers that are listed at most; beyond them only those with findings and every so-many-th. */
const mostLayers = 60;

/** Networks that are told at most. */
const mostNetworks = 8;

/** The gradients of a source: problems, then each network with its numbers, findings and layers. */
export function inspectionAnswer(report: Report, label: string, name: string | null): string {
  const networks = report.networks.filter((network) => name === null || network.name === name);
  if (name !== null && networks.length === 0) {
    const known = report.networks.map((network) => network.name).join(', ');
    return `${label} holds no network called ${name}${known === '' ? '' : `; it holds ${known}`}.`;
  }
  const more = networks.length - mostNetworks;
  return [
    `${label}, as saved: ${counted(report.networks.length, 'network')}.`,
    ...report.problems.map(
      ({ severity, message, span }) => `${severity} in line ${span.start.line + 1}: ${message}`,
    ),
    ...networks.slice(0, mostNetworks).map(networkText),
    ...(more > 0 ? [`${counted(more, 'further network')}: ask for one by its name.`] : []),
  ].join('\n');
}

function networkText(network: NetworkReport): string {
  const { loss, flow, findings, refusal } = network;
  const numbers = [
    counted(network.parameters, 'parameter'),
    `input ${network.inputShapes.map(shapeText).join(', ')}`,
    ...(loss
      ? [
          `${loss.name} ${shortNumber(loss.value)}${loss.chance === null ? '' : ` (chance ${shortNumber(loss.chance)})`}`,
        ]
      : []),
    ...(network.gradientNorm === null ? [] : [`gradient norm ${shortNumber(network.gradientNorm)}`]),
    ...(flow ? [`delta of the first over the last layer ${shortNumber(flow.ratio)}`] : []),
  ];
  const verdict = refusal ?? (loss === null ? 'Without a loss nothing is judged.' : 'Nothing found.');
  return [
    '',
    `Network ${network.name} (line ${network.span.start.line + 1}): ${numbers.join(', ')}.`,
    findings.length === 0 ? verdict : `Found ${countsText(findings)}:`,
    ...findings.map((finding) => findingLine(network, finding)),
    ...network.assumptions.map(({ message }) => `Assumed: ${message}`),
    ...layerLines(network),
  ].join('\n');
}

function findingLine(network: NetworkReport, { rule, severity, layer, message, span }: Finding): string {
  const at = layer === null ? '' : ` at ${network.layers[layer]?.name ?? 'a layer'}`;
  return `- ${severity} ${rule}${at} (line ${span.start.line + 1}): ${message}`;
}

function layerLines({ layers, findings }: NetworkReport): readonly string[] {
  if (layers.length === 0) return [];
  const stride = Math.ceil(layers.length / mostLayers);
  const named = new Set(findings.map(({ layer }) => layer));
  const told = layers.flatMap((layer, index) =>
    index % stride === 0 || index === layers.length - 1 || named.has(index) ? [layerLine(layer)] : [],
  );
  const left = layers.length - told.length;
  return [
    'Layers (delta: RMS of the gradient of the loss by the pre-activation):',
    ...told,
    ...(left > 0 ? [`${counted(left, 'layer')} between them left out.`] : []),
  ];
}

function layerLine(layer: LayerReport): string {
  const parts = [
    `line ${layer.span.start.line + 1}`,
    ...calledText(layer),
    `${layer.kind}${layer.activation === null || layer.activation === layer.kind ? '' : ` · ${layer.activation}`}`,
    shapeText(layer.shape),
    ...(layer.delta === null ? ['no gradient'] : [`delta ${shortNumber(layer.delta)}`]),
    ...(layer.gain ? [`gain ${shortNumber(layer.gain.total)}`] : []),
    `output std ${shortNumber(layer.output.std)}`,
    ...(layer.dead && layer.dead.units > 0 ? [`dead ${percent(layer.dead.units / layer.dead.of)}`] : []),
    ...(layer.saturated ? [`saturated ${percent(layer.saturated)}`] : []),
  ];
  return `- ${layer.name}: ${parts.join(', ')}`;
}

/** The lines in which a program calls a layer. */
function calledText({ calls = [] }: LayerReport): readonly string[] {
  const lines = [...new Set(calls.map(({ start }) => start.line + 1))];
  return lines.length === 0 ? [] : [`called in line ${lines.join(', ')}`];
}

/** One finding in full: evidence, cause, remedies, what follows from it, and the page of its rule. */
export function findingAnswer(report: Report, rule: string, layer: string | null, page: string): string {
  const found = report.networks.flatMap((network) =>
    network.findings
      .flatMap((finding) => [finding, ...finding.consequences])
      .filter((finding) => finding.rule === rule && (layer === null || nameOf(network, finding) === layer))
      .map((finding) => ({ network, finding })),
  );
  const [first] = found;
  if (!first) {
    const there = report.networks.flatMap((network) =>
      network.findings.map(
        (finding) => `${finding.rule} at ${nameOf(network, finding) ?? `network ${network.name}`}`,
      ),
    );
    return there.length === 0
      ? 'There is no finding in this file.'
      : `There is no such finding; there is ${there.join(', ')}.`;
  }
  return [
    ...found.flatMap(({ network, finding }) => [
      findingLine(network, finding),
      `Value ${shortNumber(finding.value)}, limit ${shortNumber(finding.limit)}.`,
      ...(finding.cause === '' ? [] : [`Cause: ${finding.cause}`]),
      ...finding.remedies.map((remedy) => `Remedy: ${remedy}`),
      ...finding.consequences.map((further) => `Follows from it: ${further.message}`),
    ]),
    '',
    page,
  ].join('\n');
}

function nameOf(network: NetworkReport, { layer }: Finding): string | null {
  return layer === null ? null : (network.layers[layer]?.name ?? null);
}
