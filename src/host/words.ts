/** What CodeLens, tree and status bar say about a network, a layer or a whole source, in the words that they share. */
import type { Finding, LayerReport, NetworkReport, Report } from '../analysis/report';
import { counted, shapeText, shortNumber, wholeNumber } from '../base/numbers';
import { severities, type Problem, type Severity } from '../base/problem';
import { isProgramPath } from '../base/programs';

/** The gravest of some severities, or null when there is none. */
export function gravest(found: Iterable<{ readonly severity: Severity }>): Severity | null {
  const seen = new Set([...found].map(({ severity }) => severity));
  return severities.find((severity) => seen.has(severity)) ?? null;
}

/** Everything that a source is told about: its problems and the findings of its networks. */
export function toldOf(report: Report): readonly { readonly severity: Severity; readonly message: string }[] {
  return [...problemsTold(report), ...report.networks.flatMap(({ findings }) => findings)];
}

/** Of a program only what is wrong, and that it cannot be read only once: other extensions tell of its syntax as well. */
export function problemsTold({ path, problems }: Report): readonly Problem[] {
  if (!isProgramPath(path)) return problems;
  const grave = problems.filter(({ severity }) => severity !== 'information');
  const broken = grave.filter(({ about }) => about === 'syntax');
  return grave.flatMap((problem): readonly Problem[] => {
    if (problem.about !== 'syntax') return [problem];
    if (problem !== broken[0]) return [];
    const more = broken.length - 1;
    const message = more === 0 ? problem.message : `${problem.message} And ${counted(more, 'more line')}.`;
    return [{ ...problem, severity: 'warning', message }];
  });
}

/** Findings of one layer. */
export function findingsOf(network: NetworkReport, layer: number): readonly Finding[] {
  return network.findings.filter((finding) => finding.layer === layer);
}

const nouns: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
};

/** A severity as a word beside its icon. */
export const severityWord = (severity: Severity): string => nouns[severity];

/** 1 error · 2 warnings · 1 note; nothing when there is none. */
export function countsText(found: readonly { readonly severity: Severity }[]): string {
  return severities
    .map((grade) => [grade, found.filter(({ severity }) => severity === grade).length] as const)
    .flatMap(([grade, count]) => (count > 0 ? [counted(count, nouns[grade])] : []))
    .join(' · ');
}

/** One line above a network: ∇ 4 layers · 2,410 parameters · 1 warning. */
export function networkLine(network: NetworkReport, report: Report): string {
  return `∇ ${sizeText(network)} · ${counted(network.parameters, network.circuit ? 'input' : 'parameter')} · ${verdict(network, report)}`;
}

function sizeText({ circuit, layers }: NetworkReport): string {
  return circuit
    ? counted(circuit.nodes.filter((node) => 'op' in node).length, 'gate')
    : counted(layers.length, 'layer');
}

/** One line for a source: ∇ 3 layers · 1 warning. */
export function sourceLine(report: Report): string {
  const [only] = report.networks;
  const size =
    report.networks.length === 1 && only !== undefined
      ? sizeText(only)
      : counted(report.networks.length, 'network');
  const counts = countsText(toldOf(report));
  return counts === '' ? `∇ ${size}` : `∇ ${size} · ${counts}`;
}

/** What a row of the tree says beside a layer's name. */
export function layerLine(layer: LayerReport): string {
  const { kind } = layer;
  const activation = layer.activation === null || layer.activation === kind ? '' : ` · ${layer.activation}`;
  const delta = layer.delta === null ? '' : ` · delta ${shortNumber(layer.delta)}`;
  return `${kind}${activation} · ${shapeText(layer.shape)}${delta}`;
}

/** What a row of the tree says beside a parameter's name. */
export function parameterLine(parameter: LayerReport['parameterReports'][number]): string {
  const count = wholeNumber(parameter.shape.reduce((product, size) => product * size, 1));
  const ratio = parameter.gradientRatio === null ? '' : ` · dW/W ${shortNumber(parameter.gradientRatio)}`;
  return `${shapeText(parameter.shape)} · ${count} · std ${shortNumber(parameter.std)}${ratio}`;
}

/** Problems of the text count where no other network shares it: a network that is read in part is not well. */
function verdict(network: NetworkReport, report: Report): string {
  const { complete, networks } = report;
  if (network.refusal !== null) return 'not computed';
  const counts = countsText([...(networks.length === 1 ? problemsTold(report) : []), ...network.findings]);
  if (counts !== '') return counts;
  const { circuit, loss } = network;
  if (circuit && loss) return `${loss.name} = ${shortNumber(loss.value)}`;
  if (!complete) return 'inspecting';
  return loss === null ? 'not judged' : 'nothing found';
}
