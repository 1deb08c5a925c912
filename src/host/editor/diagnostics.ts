/** Problems and findings as diagnostics, each with a link to its rule's page and the places that it follows from. */
import * as vscode from 'vscode';
import type { Finding, NetworkReport, Report } from '../../analysis/report';
import type { Severity } from '../../base/problem';
import { shortNumber } from '../../base/numbers';
import { uriOf } from '../networkFiles';
import { firstLineOf } from '../places';
import { rulePage } from '../rulePages';

const severityOf: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** The diagnostics of one source. */
export function diagnosticsOf(report: Report): readonly vscode.Diagnostic[] {
  return [
    ...report.problems.map(({ span, message, severity }) => diagnostic(firstLineOf(span), message, severity)),
    ...report.networks.flatMap((network) => network.findings.map((finding) => ofFinding(network, finding))),
  ];
}

function diagnostic(range: vscode.Range, message: string, severity: Severity): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, severityOf[severity]);
  made.source = 'Backprop Lens';
  return made;
}

function ofFinding(network: NetworkReport, finding: Finding): vscode.Diagnostic {
  const message = [finding.message, finding.cause, ...finding.remedies].join('\n');
  const made = diagnostic(firstLineOf(finding.span), message, finding.severity);
  made.code = { value: finding.rule, target: rulePage(finding.rule) };
  made.relatedInformation = [
    ...layerOf(network, finding),
    ...blamed(network, finding),
    ...finding.consequences.map(related),
  ];
  return made;
}

function layerOf(network: NetworkReport, finding: Finding): readonly vscode.DiagnosticRelatedInformation[] {
  const layer = finding.layer === null ? undefined : network.layers[finding.layer];
  if (layer === undefined) return [];
  const delta = layer.delta === null ? 'no gradient arrives' : `delta is ${shortNumber(layer.delta)}`;
  return [related({ span: layer.span, message: `${layer.name}: ${delta}` })];
}

/** How many places at most are named as causes. */
const mostBlamed = 4;

/** Where on its way the gradient loses or gains most, each place of the source once. */
function blamed(
  { blame, layers }: NetworkReport,
  { rule }: Finding,
): readonly vscode.DiagnosticRelatedInformation[] {
  if (blame === null || (rule !== 'vanishing' && rule !== 'exploding')) return [];
  const sign = rule === 'vanishing' ? 1 : -1;
  const worst = blame.steps
    .filter(({ decades }) => sign * decades < 0)
    .sort((one, other) => sign * (one.decades - other.decades));
  const told = new Map<string, vscode.DiagnosticRelatedInformation>();
  for (const { layer, factors, decades } of worst) {
    const place = layers[layer];
    if (place === undefined) continue;
    const parts = Object.entries(factors).map(([name, each]) => `${name} × ${factorText(each)}`);
    const message = `${place.name} passes on × ${factorText(decades)} of the gradient (${parts.join(', ')})`;
    const line = String(place.span.start.line);
    if (!told.has(line)) told.set(line, related({ span: place.span, message }));
  }
  return [...told.values()].slice(0, mostBlamed);
}

const factorText = (decades: number): string => shortNumber(10 ** decades);

function related({ span, message }: Pick<Finding, 'span' | 'message'>): vscode.DiagnosticRelatedInformation {
  return new vscode.DiagnosticRelatedInformation(
    new vscode.Location(uriOf(span.path), firstLineOf(span)),
    message,
  );
}
