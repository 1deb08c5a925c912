/** The reports that were compared last, so that a text which is the new one now and the earlier one after the next save is inspected once. */
import type { NetworkReport } from '../../analysis/report';
import type { Network } from '../../graph/network';
import type { Subject } from '../study';

/** A bounded store of reports; an inspection is pure, so that a kept report is what it would give again. */
export interface KeptReports {
  get(key: string): NetworkReport | undefined;
  set(key: string, report: NetworkReport): void;
}

const most = 6;

/** The store; those that were used longest ago go first. */
export const keptReports: KeptReports = (() => {
  const reports = new Map<string, NetworkReport>();
  const put = (key: string, report: NetworkReport): void => {
    reports.delete(key);
    reports.set(key, report);
    const [oldest] = reports.keys();
    if (reports.size > most && oldest !== undefined) reports.delete(oldest);
  };
  return {
    get: (key) => {
      const found = reports.get(key);
      if (found) put(key, found);
      return found;
    },
    set: put,
  };
})();

/** Everything that the report of a network in a text depends on. */
export function reportKey(text: string, { name, span }: Network, subject: Subject): string {
  const { source, files, memoryLimit, judging = null, batch = null, kernels } = subject;
  const contents = [...files].map(([file, content]) => [
    file,
    content instanceof Uint8Array ? checksum(content) : content,
  ]);
  return JSON.stringify([
    source.path,
    text,
    name,
    span.start,
    contents,
    memoryLimit,
    judging,
    batch,
    kernels.variant,
  ]);
}

/** Length and hash of the bytes: FNV-1a (Fowler, Noll, Vo), 32 bits. */
function checksum(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (let place = 0; place < bytes.length; place += 1) {
    hash = Math.imul(hash ^ (bytes[place] ?? 0), 0x01000193);
  }
  return `${bytes.length} ${hash >>> 0}`;
}
