/** The report as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a change. */
import type { Log, PhysicalLocation, Region, ReportingDescriptor, Result } from 'sarif';
import { homepage, version } from '../../package.json';
import type { Report } from '../analysis/report';
import { rules } from '../analysis/rules/table';
import { pathOfSpan } from '../base/paths';
import type { Problem, Severity } from '../base/problem';
import type { Span } from '../base/span';
import {
  fingerprintName,
  identityOf,
  placedFindings,
  type Baseline,
  type FindingIdentity,
  type PlacedFinding,
} from './baseline';

const levels = { error: 'error', warning: 'warning', information: 'note' } as const satisfies Record<
  Severity,
  Result.level
>;

/** What is wrong with a source is under this id, beside the rules. */
const problemId = 'unreadable';

/** One run over all files; with a baseline each finding says whether it is new, and those that are gone stand behind. */
export function sarifReport(reports: readonly Report[], baseline: Baseline | null): Log {
  const placed = placedFindings(reports);
  const paths = reports.map(({ path }) => path);
  const gone = baseline?.gone(placed, paths) ?? [];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Backprop Lens', version, informationUri: homepage, rules: descriptors() },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          ...reports.flatMap(({ path, problems }) => problems.map((problem) => problemResult(path, problem))),
          ...placed.map((one) => findingResult(one, baseline)),
          ...gone.map(goneResult),
        ],
      },
    ],
  };
}

function descriptors(): ReportingDescriptor[] {
  const own = Object.entries(rules).map(([id, { title, why }]) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: why },
  }));
  const text = 'What could not be read or computed';
  return [...own, { id: problemId, shortDescription: { text }, fullDescription: { text }, help: { text } }];
}

function problemResult(path: string, { severity, message, span }: Problem): Result {
  return {
    ruleId: problemId,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: placeOf(path, span) }],
  };
}

function findingResult(placed: PlacedFinding, baseline: Baseline | null): Result {
  const { finding, network } = placed;
  const layer = finding.layer === null ? undefined : network.layers[finding.layer];
  const { path, fingerprint } = identityOf(placed);
  return {
    ruleId: finding.rule,
    level: levels[finding.severity],
    message: { text: [finding.message, finding.cause, ...finding.remedies].filter(Boolean).join(' ') },
    locations: [
      {
        physicalLocation: placeOf(path, finding.span),
        logicalLocations: [
          { fullyQualifiedName: [network.name, ...(layer ? [layer.name] : [])].join('/'), kind: 'member' },
        ],
      },
    ],
    ...(layer && {
      relatedLocations: [
        {
          physicalLocation: placeOf(path, layer.span),
          message: { text: layer.name },
        },
      ],
    }),
    partialFingerprints: { [fingerprintName]: fingerprint },
    ...(baseline && { baselineState: baseline.knows(placed) ? 'unchanged' : 'new' }),
    // JSON knows no infinity and no NaN.
    properties: { value: finite(finding.value), limit: finite(finding.limit) },
  };
}

function placeOf(path: string, span: Span): PhysicalLocation {
  return { artifactLocation: { uri: uriOf(pathOfSpan(path, span.path)) }, region: regionOf(span) };
}

function goneResult({ path, fingerprint }: FindingIdentity): Result {
  return {
    message: { text: 'This finding of the baseline is gone.' },
    level: 'none',
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }],
    partialFingerprints: { [fingerprintName]: fingerprint },
    baselineState: 'absent',
  };
}

function finite(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A path as a relative reference; names may hold any character. */
function uriOf(path: string): string {
  return path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}

function regionOf({ start, end }: Span): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.column + 1,
    endLine: end.line + 1,
    endColumn: end.column + 1,
  };
}
