/** Which blocks of the readers were reached, as V8 counts them, so that inputs that reach new ones are kept and changed further. */
import { Session } from 'node:inspector';

interface Profile {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly ranges: readonly {
        readonly startOffset: number;
        readonly endOffset: number;
        readonly count: number;
      }[];
    }[];
  }[];
}

/** Blocks that were reached, each by the place where it stands. */
export interface Coverage {
  /** What was reached since the last call. */
  taken(): readonly string[];
}

/** Starts to count the blocks of everything in src/readers. */
export function startCoverage(): Coverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    taken: () => {
      let taken: Profile = { result: [] };
      session.post('Profiler.takePreciseCoverage', (error, profile) => {
        if (error) throw error;
        taken = profile;
      });
      return taken.result.flatMap(({ url, functions }) => {
        const from = url.indexOf('/src/readers/');
        if (from === -1) return [];
        return functions.flatMap(({ ranges }) =>
          ranges.flatMap(({ startOffset, endOffset, count }) =>
            count > 0 ? [`${url.slice(from)} ${startOffset} ${endOffset}`] : [],
          ),
        );
      });
    },
  };
}
