/** The report as a table for people, as plain text. */
import type { Problem } from '../base/problem';
import { pathOfSpan } from '../base/paths';
import type { Span } from '../base/span';
import { byteCount, counted, percent, shapeText, shortNumber, wholeNumber } from '../base/numbers';
import type { FirstSteps } from '../analysis/firstSteps';
import type { CircuitReport } from '../analysis/circuit/report';
import type { Finding, LayerReport, NetworkReport, Report } from '../analysis/report';
import type { TensorEntry } from '../tensor/entry';
import type { Baseline } from './baseline';

const headings = [
  'line',
  'layer',
  'op',
  'shape',
  'parameters',
  'delta',
  'gain',
  'dead',
  'saturated',
] as const;
const indent = '  ';

/** One file: its problems, then each network with its layers and findings. */
export function textReport(report: Report, baseline: Baseline | null): string {
  const problems = report.problems.map((problem) => problemLine(report.path, problem));
  const parts = [
    ...(problems.length > 0 ? [problems.join('\n')] : []),
    ...(report.data ? [`data: ${oneLine(report.data.words)}`] : []),
    ...report.networks.map((network) => textNetwork(report, network, baseline)),
  ];
  if (report.tensors) parts.push(tensorLines(report.tensors));
  return parts.length === 0 ? `${report.path}: no network found` : parts.join('\n\n');
}

/** The file of a span, which may be one that the source imports, and its line. */
function placeOf(path: string, { path: own, start }: Span): string {
  return `${pathOfSpan(path, own)}:${start.line + 1}`;
}

/** A problem with its place, as compilers print it. */
export function problemLine(path: string, { span, severity, message }: Problem): string {
  return `${placeOf(path, span)}:${span.start.column + 1}: ${severity}: ${oneLine(message)}`;
}

function textNetwork(report: Report, network: NetworkReport, baseline: Baseline | null): string {
  const { loss } = network;
  const isKnown = (finding: Finding): boolean =>
    baseline?.knows({ report, network, finding }) === true && finding.consequences.every(isKnown);
  const fresh = network.findings.filter((finding) => !isKnown(finding));
  const known = network.findings.length - fresh.length;
  const facts = [
    `${oneLine(network.name)} (${placeOf(report.path, network.span)})`,
    ...(network.circuit
      ? circuitFacts(network.circuit)
      : [
          counted(network.layers.length, 'layer'),
          counted(network.parameters, 'parameter'),
          `batch ${network.batch}`,
        ]),
  ];
  const chance =
    loss?.chance === null || loss?.chance === undefined ? '' : ` (chance ${shortNumber(loss.chance)})`;
  const numbers = [
    ...(loss ? [`${loss.name} ${shortNumber(loss.value)}${chance}`] : []),
    ...(network.gradientNorm === null ? [] : [`gradient norm ${shortNumber(network.gradientNorm)}`]),
    ...(network.flow ? [`delta first/last ${shortNumber(network.flow.ratio)}`] : []),
  ];
  return [
    facts.join(' · '),
    ...(numbers.length > 0 ? [indent + numbers.join(' · ')] : []),
    ...(network.firstSteps ? [indent + firstStepsLine(network.firstSteps)] : []),
    ...(network.layers.length > 0 ? ['', ...table(network.layers), ''] : []),
    ...(network.circuit ? ['', ...circuitLines(network.circuit), ''] : []),
    ...fresh.flatMap((finding) => textFinding(report, finding, indent)),
    ...(known > 0 ? [`${indent}${counted(known, 'finding')} of the baseline not shown`] : []),
    ...(network.findings.length === 0 && !network.circuit ? [indent + silence(network)] : []),
    ...(network.weights
      ? [
          `${indent}weights from ${oneLine(network.weights.file)}: ${network.weights.given} of ${counted(network.weights.of, 'parameter')}`,
        ]
      : []),
    ...network.assumptions.map(({ message }) => `${indent}assumed: ${oneLine(message)}`),
  ].join('\n');
}

/** What the first steps of the training come to. */
function firstStepsLine({ losses, kept, updates }: FirstSteps): string {
  const [first = NaN] = losses;
  const shares = updates.map(({ ratio }) => ratio).filter(Number.isFinite);
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map(percent);
  const clipped = kept.filter((share) => share < 1).length;
  return [
    `${counted(losses.length, 'first step')}: loss ${shortNumber(first)} to ${shortNumber(losses.at(-1) ?? NaN)}`,
    ...(shares.length === 0
      ? []
      : [`a step moves the weights by ${least === most ? '' : `${least} to `}${most}`]),
    ...(clipped === 0 ? [] : [`clipped in ${percent(clipped / kept.length)}`]),
  ].join(' · ');
}

function circuitFacts({ nodes }: CircuitReport): readonly string[] {
  const count = (kind: string): number => nodes.filter((node) => node.kind === kind).length;
  return [counted(count('gate'), 'gate'), counted(count('input'), 'input')];
}

/** Forward gate by gate, then back gate by gate, each with its formula and its numbers. */
function circuitLines({ nodes }: CircuitReport): readonly string[] {
  const gates = nodes.filter((node) => node.kind === 'gate');
  const back = gates.toReversed().flatMap((gate) => gate.arguments.map(({ chain }) => chain));
  const sums = nodes.map(({ sum }) => sum ?? '');
  return [...gates.map(({ forward }) => forward), ...back, ...sums]
    .filter((line) => line !== '')
    .map((line) => indent + oneLine(line));
}

/** What a network without findings comes to: judged and found well, or not run at all. */
function silence(network: NetworkReport): string {
  return network.loss === null ? 'not run through to a loss, so nothing is judged' : 'no finding';
}

function table(layers: readonly LayerReport[]): readonly string[] {
  return tableLines([headings, ...layers.map(cells)], new Set([1, 2, 3]));
}

/** Rows of cells as lines in columns; numbers stand at the right. */
export function tableLines(
  rows: readonly (readonly string[])[],
  leftAligned: ReadonlySet<number>,
): readonly string[] {
  const columns = rows[0] ?? [];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    (
      indent +
      row
        .map((cell, column) =>
          leftAligned.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
    ).trimEnd(),
  );
}

/** What a file of weights holds. */
function tensorLines(tensors: readonly TensorEntry[]): string {
  const rows = tensors.map(({ name, shape, type, bytes }) => [
    ...[oneLine(name), shape.length === 0 ? 'one number' : shapeText(shape)],
    ...[type, byteCount(bytes)],
  ]);
  return tableLines([['tensor', 'shape', 'type', 'size'], ...rows], new Set([0, 1, 2])).join('\n');
}

function cells(layer: LayerReport): readonly string[] {
  return [
    String(layer.span.start.line + 1),
    oneLine(layer.name),
    oneLine(
      layer.activation === null || layer.activation === layer.kind
        ? layer.kind
        : `${layer.kind} · ${layer.activation}`,
    ),
    shapeText(layer.shape),
    wholeNumber(layer.parameters),
    layer.delta === null ? '-' : shortNumber(layer.delta),
    layer.gain === null ? '-' : shortNumber(layer.gain.total),
    layer.dead === null || layer.dead.of === 0 ? '-' : percent(layer.dead.units / layer.dead.of),
    layer.saturated === null ? '-' : percent(layer.saturated),
  ];
}

function textFinding(report: Report, finding: Finding, margin: string): readonly string[] {
  return [
    `${margin}${finding.severity}: ${oneLine(finding.message)} [${finding.rule}, ${placeOf(report.path, finding.span)}]`,
    ...(finding.cause === '' ? [] : [`${margin}${indent}cause: ${oneLine(finding.cause)}`]),
    ...finding.remedies.map((remedy) => `${margin}${indent}remedy: ${oneLine(remedy)}`),
    ...finding.consequences.flatMap((consequence) => textFinding(report, consequence, margin + indent)),
  ];
}

/** Names come from files: control characters must not reach a terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
}
