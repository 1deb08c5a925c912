/** Problems and findings as diagnostics, each with a link to its rule's page and the places that it follows from. */
import * as vscode from 'vscode';
import type { BlameStep } from '../../analysis/blame/report';
import type { Finding, NetworkReport, Report } from '../../analysis/report';
import type { Problem, Severity } from '../../base/problem';
import { firstSentence } from '../../base/words';
import { counted, shortNumber } from '../../base/numbers';
import { uriOfSpan } from '../documents';
import { pathOf, uriOf } from '../networkFiles';
import { firstLineOf } from '../places';
import { rulePage } from '../rulePages';
import { problemsTold } from '../words';

const severityOf: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Diagnostics with the documents that they lie in: the source, a cell of it, or a file that it imports. */
type Placed = ReadonlyMap<string, readonly vscode.Diagnostic[]>;

const nowhere: Placed = new Map();

/** The diagnostics of all sources. */
export interface Diagnostics {
  /** Puts those of a report in the place of those that the source had; null: it has none. */
  set(path: string, report: Report | null): void;
  dispose(): void;
}

/** Shows none yet. A file that several sources import is told about by each of them, and each thing is said once. */
export function diagnosticsBySource(): Diagnostics {
  const collection = vscode.languages.createDiagnosticCollection('Backprop Lens');
  const bySource = new Map<string, Placed>();
  return {
    set: (path, report) => {
      const before = bySource.get(path) ?? nowhere;
      const now = report === null ? nowhere : placedOf(report);
      bySource.set(path, now);
      for (const key of new Set([...before.keys(), ...now.keys()])) {
        const all = [...bySource.values()].flatMap((placed) => placed.get(key) ?? []);
        const told = new Map(all.map((each) => [`${each.range.start.line} ${each.message}`, each]));
        collection.set(uriOf(key), [...told.values()]);
      }
    },
    dispose: () => collection.dispose(),
  };
}

function placedOf(report: Report): Placed {
  const told = [
    ...problemsTold(report).map((problem) => ({ span: problem.span, made: ofProblem(report, problem) })),
    ...report.networks.flatMap((network) =>
      network.findings.map((finding) => ({ span: finding.span, made: ofFinding(report, network, finding) })),
    ),
  ];
  const placed = new Map<string, vscode.Diagnostic[]>();
  for (const { span, made } of told) {
    const key = pathOf(uriOfSpan(report.path, span.path));
    placed.set(key, [...(placed.get(key) ?? []), made]);
  }
  return placed;
}

/** A problem, with the calls that led to it as places to go to. */
function ofProblem(
  report: Report,
  { span, message, severity, raised, calls = [] }: Problem,
): vscode.Diagnostic {
  const made = diagnostic(firstLineOf(span), message, severity);
  made.relatedInformation = [
    ...(raised ? [related(report, { span: raised, message: 'Raised here.' })] : []),
    ...calls.map((call) => related(report, { span: call, message: 'Called from here.' })),
  ];
  return made;
}

function diagnostic(range: vscode.Range, message: string, severity: Severity): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, severityOf[severity]);
  made.source = 'Backprop Lens';
  return made;
}

function ofFinding(report: Report, network: NetworkReport, finding: Finding): vscode.Diagnostic {
  const { message: what, cause, remedies } = finding;
  const message = [what, firstSentence(cause), remedies.slice(0, mostRemedies).join(' ')]
    .filter((line) => line !== '')
    .join('\n');
  const made = diagnostic(firstLineOf(finding.span), message, finding.severity);
  made.code = { value: finding.rule, target: rulePage(finding.rule) };
  made.relatedInformation = [...placesOf(report, network, finding), ...consequencesOf(report, finding)];
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
function consequencesOf(
  report: Report,
  { consequences }: Finding,
): readonly vscode.DiagnosticRelatedInformation[] {
  const more = consequences.length - mostConsequences;
  return consequences.slice(0, mostConsequences).map(({ span, message }, place) =>
    related(report, {
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
  report: Report,
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
      related(report, { span: place.span, message: `${place.name}: ${delta}${passed}` }),
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

function related(
  { path }: Report,
  { span, message }: Pick<Finding, 'span' | 'message'>,
): vscode.DiagnosticRelatedInformation {
  return new vscode.DiagnosticRelatedInformation(
    new vscode.Location(uriOfSpan(path, span.path), firstLineOf(span)),
    message,
  );
}
