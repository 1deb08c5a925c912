/** A baseline: findings that were there before, so that only new ones count. */
import type { Finding, Report } from '../analysis/report';
import { identityOf, slashed, type FindingIdentity, type PlacedFinding } from '../protocol/findingIdentity';

export { identityOf, type FindingIdentity, type PlacedFinding };

/** The name under which fingerprints stand in SARIF; a change of what they are made of asks for a new one. */
export const fingerprintName = 'backpropLens/v1';

/** Whether findings were there before. */
export interface Baseline {
  readonly knows: (placed: PlacedFinding) => boolean;
  /** Findings of the baseline that are not among these, in files that were looked at. */
  readonly gone: (placed: readonly PlacedFinding[], paths: readonly string[]) => readonly FindingIdentity[];
}

/** Why a text is no baseline, in one sentence for the user. */
export class BaselineProblem extends Error {}

/** All findings of reports, the consequences behind their causes. */
export function placedFindings(reports: readonly Report[]): readonly PlacedFinding[] {
  const flat = (finding: Finding): readonly Finding[] => [finding, ...finding.consequences.flatMap(flat)];
  return reports.flatMap((report) =>
    report.networks.flatMap((network) =>
      network.findings.flatMap(flat).map((finding) => ({ report, network, finding })),
    ),
  );
}

/** Reads what `--json` or `--sarif` printed earlier. @throws BaselineProblem when the text is neither */
export function readBaseline(text: string): Baseline {
  const identities = identitiesIn(parsed(text));
  const known = new Set(identities.map(keyOf));
  return {
    knows: (placed) => known.has(keyOf(identityOf(placed))),
    gone: (placed, paths) => {
      const there = new Set(placed.map((one) => keyOf(identityOf(one))));
      const looked = new Set(paths.map(slashed));
      return identities.filter((identity) => looked.has(identity.path) && !there.has(keyOf(identity)));
    },
  };
}

function keyOf({ path, fingerprint }: FindingIdentity): string {
  return `${path} ${fingerprint}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BaselineProblem('it is no JSON');
  }
}

function identitiesIn(value: unknown): readonly FindingIdentity[] {
  const runs = field(value, 'runs');
  if (Array.isArray(runs)) return runs.flatMap((one) => list(field(one, 'results')).flatMap(ofResult));
  const files = field(value, 'files');
  if (!Array.isArray(files)) throw new BaselineProblem('it is neither what --json nor what --sarif prints');
  return files.flatMap((file) =>
    list(field(file, 'networks')).flatMap((network) =>
      list(field(network, 'findings')).flatMap((finding) => ofFinding(field(file, 'path'), finding)),
    ),
  );
}

/** A result of SARIF; one that had gone already is not known any more. */
function ofResult(result: unknown): readonly FindingIdentity[] {
  const fingerprint = field(field(result, 'partialFingerprints'), fingerprintName);
  const [location] = list(field(result, 'locations'));
  const path = field(field(field(location, 'physicalLocation'), 'artifactLocation'), 'uri');
  if (typeof path !== 'string' || typeof fingerprint !== 'string') return [];
  return field(result, 'baselineState') === 'absent' ? [] : [{ path: decoded(path), fingerprint }];
}

function ofFinding(path: unknown, finding: unknown): readonly FindingIdentity[] {
  const fingerprint = field(finding, 'fingerprint');
  const own =
    typeof path === 'string' && typeof fingerprint === 'string' ? [{ path: slashed(path), fingerprint }] : [];
  return [...own, ...list(field(finding, 'consequences')).flatMap((further) => ofFinding(path, further))];
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name]; // an object that has it
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
