/** What a finding is known by from one run to the next. */
import type { Finding, NetworkReport, Report } from '../analysis/report';

/** What a finding is known by in another run: it outlives moved lines, other numbers and other seeds. */
export interface FindingIdentity {
  /** The file as it was named, with slashes. */
  readonly path: string;
  /** Rule, network and layer in one text. */
  readonly fingerprint: string;
}

/** A finding with the network and the file that it is about. */
export interface PlacedFinding {
  readonly report: Report;
  readonly network: NetworkReport;
  readonly finding: Finding;
}

/** What a finding is known by. */
export function identityOf({ report, network, finding }: PlacedFinding): FindingIdentity {
  const layer = finding.layer === null ? '' : (network.layers[finding.layer]?.name ?? '');
  // As JSON, since names may hold any character that could part them.
  const fingerprint = JSON.stringify([finding.rule, network.name, layer]);
  return { path: slashed(report.path), fingerprint };
}

/** A path with slashes, without a dot in front. */
export function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '');
}
