/** The last inspection of each source, kept so that the heavy pictures can be asked for afterwards. */
import type { DeltaByUnit, LayerPictures } from '../analysis/report';
import type { Inspection } from '../inspect/inspect';
import type { PicturesReply, PicturesRequest, Revision } from '../protocol/messages';

/** A bounded store of inspections, one for each path. */
export interface KeptInspections {
  keep(revision: Revision, inspection: Inspection, memoryLimit: number): void;
  /** The pictures, drawn now; drawing that throws `cancelled` is of no interest any more. */
  answer(request: PicturesRequest, cancelled: Error): PicturesReply;
}

interface Kept {
  readonly revision: Revision;
  readonly inspection: Inspection;
}

const mostSources = 4;

/** An empty store; the sources that were inspected longest ago go first, when there are too many or they take too much. */
export function keptInspections(): KeptInspections {
  const byPath = new Map<string, Kept>();
  return {
    keep: (revision, inspection, memoryLimit) => {
      const { path } = inspection.report;
      byPath.delete(path);
      byPath.set(path, { revision, inspection });
      for (const oldest of byPath.keys()) {
        if (byPath.size <= mostSources && bytesOf(byPath) <= memoryLimit) break;
        if (oldest !== path) byPath.delete(oldest);
      }
    },
    answer: (request, cancelled) => {
      const { id, revision, path } = request;
      const kept = byPath.get(path);
      const reply = { kind: 'pictures', id, revision } as const;
      if (kept?.revision !== revision) return { ...reply, outcome: 'stale' };
      try {
        return { ...reply, ...draw(kept.inspection, request) };
      } catch (error) {
        if (error === cancelled) return { ...reply, outcome: 'stale' };
        return {
          ...reply,
          outcome: 'failed',
          reason: error instanceof Error ? error.message : String(error),
        };
      }
    },
  };
}

type Drawn =
  | { readonly outcome: 'layer'; readonly pictures: LayerPictures }
  | { readonly outcome: 'units'; readonly deltaByUnit: DeltaByUnit }
  | { readonly outcome: 'failed'; readonly reason: string };

const nothing = { outcome: 'failed', reason: 'nothing was computed for this layer' } as const;

function draw(inspection: Inspection, { network, layer }: PicturesRequest): Drawn {
  if (layer === null) {
    const deltaByUnit = inspection.deltaByUnit(network);
    return deltaByUnit === null ? nothing : { outcome: 'units', deltaByUnit };
  }
  const pictures = inspection.pictures(network, layer);
  return pictures === null ? nothing : { outcome: 'layer', pictures };
}

function bytesOf(kept: ReadonlyMap<string, Kept>): number {
  let bytes = 0;
  for (const { inspection } of kept.values()) {
    for (const network of inspection.report.networks) bytes += network.bytes;
  }
  return bytes;
}
