/** Which findings are gone, new, graver or milder. */
import { severities } from '../../base/problem';
import type { Finding, NetworkReport } from '../report';
import type { FindingChange } from './change';
import type { LayerMatch } from './layers';

/** A finding with the layer that it is about, as the newer report counts layers. */
interface Placed {
  readonly finding: Finding;
  /** Index in the newer report; null for the whole network, and for a layer that is no longer there. */
  readonly place: number | null;
  readonly layer: string | null;
}

/**
 * Compares the findings of two reports, those that follow from others among them: by rule and layer, then, since a fault that has moved is
 * not a new one, by rule alone.
 */
export function changedFindings(
  before: NetworkReport,
  after: NetworkReport,
  matches: readonly LayerMatch[],
): readonly FindingChange[] {
  const moved = new Map(matches.map((match) => [match.before, match.after]));
  const olds = placed(before, (layer) => moved.get(layer) ?? null);
  const news = placed(after, (layer) => layer);
  const pairs: (readonly [Placed, Placed])[] = [];
  const pair = (fits: (old: Placed, now: Placed) => boolean): void => {
    for (const now of [...news]) {
      const index = olds.findIndex((old) => old.finding.rule === now.finding.rule && fits(old, now));
      const old = olds[index];
      if (!old) continue;
      olds.splice(index, 1);
      news.splice(news.indexOf(now), 1);
      pairs.push([old, now]);
    }
  };
  pair((old, now) => old.place === now.place);
  pair(() => true);
  return [
    ...olds.map(({ finding: { rule, severity }, layer }) => ({
      ...({ rule, fate: 'gone', before: severity, after: null, layer } as const),
    })),
    ...news.map(({ finding: { rule, severity }, layer }) => ({
      ...({ rule, fate: 'new', before: null, after: severity, layer } as const),
    })),
    ...pairs.flatMap(([old, now]): FindingChange[] => {
      const [from, to] = [old.finding.severity, now.finding.severity];
      if (from === to) return [];
      const fate = severities.indexOf(to) < severities.indexOf(from) ? 'graver' : 'milder';
      return [{ rule: now.finding.rule, fate, before: from, after: to, layer: now.layer }];
    }),
  ];
}

function placed({ findings, layers }: NetworkReport, placeOf: (layer: number) => number | null): Placed[] {
  const withConsequences = (finding: Finding): readonly Finding[] => [
    finding,
    ...finding.consequences.flatMap(withConsequences),
  ];
  return findings.flatMap(withConsequences).map((finding) => ({
    finding,
    place: finding.layer === null ? null : placeOf(finding.layer),
    layer: finding.layer === null ? null : (layers[finding.layer]?.name ?? null),
  }));
}
