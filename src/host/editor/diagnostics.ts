/** Problems and findings as diagnostics, each with a link to its rule's page and the places that it follows from. */
import * as vscode from 'vscode';
import type { BlameStep } from '../../analysis/blame/report';
import type { Finding, NetworkReport, Report } from '../../analysis/report';
import type { Severity } from '../../base/problem';
import { firstSentence } from '../../base/words';
import { counted, shortNumber } from '../../base/numbers';
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
  const { message: what, cause, remedies } = finding;
  const message = [what, firstSentence(cause), remedies.slice(0, mostRemedies).join(' ')]
    .filter((line) => line !== '')
    .join('\n');
  const made = diagnostic(firstLineOf(finding.span), message, finding.severity);
  made.code = { value: finding.rule, target: rulePage(finding.rule) };
  made.relatedInformation = [...placesOf(network, finding), ...consequencesOf(finding)];
  return made;
}

// A hover shows a diagnostic with all its places above everything else, and is cut off below: the quick fixes and the Lens say the rest.
/** How many remedies at most stand in the message. */
const mostRemedies = 2;
/** How many places at most are named as causes. */
const mostPlaces = 3;
/** How many consequences at most are named. */
const mostConsequences = 3;

/** What follows from a finding, each place with the words that are said of it; the last one counts those that are left out. */
function consequencesOf({ consequences }: Finding): readonly vscode.DiagnosticRelatedInformation[] {
  const more = consequences.length - mostConsequences;
  return consequences.slice(0, mostConsequences).map(({ span, message }, place) =>
    related({
      span,
      message:
        more > 0 && place === mostConsequences - 1
          ? `${message} And ${counted(more, 'more finding')}.`
          : message,
    }),
  );
}

/** The places that a finding follows from: its layer, and where on its way the gradient loses or gains most, each line of the source once. */
function placesOf(
  network: NetworkReport,
  { rule, layer }: Finding,
): readonly vscode.DiagnosticRelatedInformation[] {
  const { blame, layers } = network;
  const sign = rule === 'vanishing' ? 1 : rule === 'exploding' ? -1 : 0;
  const worst = (blame?.steps ?? [])
    .filter(({ decades }) => sign * decades < 0)
    .sort((one, other) => sign * (one.decades - other.decades));
  const own = worst.find((step) => step.layer === layer) ?? (layer === null ? [] : { layer });
  const told = new Map<number, vscode.DiagnosticRelatedInformation>();
  for (const step of [own, worst].flat()) {
    const place = layers[step.layer];
    if (place === undefined || told.has(place.span.start.line)) continue;
    const delta = place.delta === null ? 'no gradient arrives' : `delta is ${shortNumber(place.delta)}`;
    const passed = 'factors' in step ? `, it passes on ${passedText(step)}` : '';
    told.set(
      place.span.start.line,
      related({ span: place.span, message: `${place.name}: ${delta}${passed}` }),
    );
  }
  return [...told.values()].slice(0, mostPlaces);
}

/** x 0.21 (activation); with several factors each with its own. */
function passedText({ factors, decades }: BlameStep): string {
  const factor = (each: number): string => `× ${shortNumber(10 ** each)}`;
  const parts = Object.entries(factors);
  const names = parts.map(([name, each]) => (parts.length === 1 ? name : `${name} ${factor(each)}`));
  return `${factor(decades)} (${names.join(', ')})`;
}

function related({ span, message }: Pick<Finding, 'span' | 'message'>): vscode.DiagnosticRelatedInformation {
  return new vscode.DiagnosticRelatedInformation(
    new vscode.Location(uriOf(span.path), firstLineOf(span)),
    message,
  );
}
