/** The benchmark's table in Markdown: median milliseconds, the ratio to PyTorch, GFLOP/s and the share of the engine's own peak. */
import { median, type Measurement } from './measurement';
import { workloads, workOf, type Workload } from './workloads';

/** All rounds of one engine. */
export interface EngineResult {
  readonly name: string;
  /** Why it could not run, or null. */
  readonly problem: string | null;
  /** By workload; our own fast engines have one more, the tile alone. */
  readonly measurements: ReadonlyMap<string, Measurement>;
}

/** The engine that ratios are taken to: the last one. */
export function tableOf(engines: readonly EngineResult[]): string {
  const peer = engines.at(-1);
  const lines = [
    `| median ms (best GFLOP/s${peer ? `; times ${peer.name}` : ''}) | ${engines.map(({ name }) => name).join(' | ')} |`,
    `|---|${'---:|'.repeat(engines.length)}`,
    ...workloads.map(
      (workload) =>
        `| ${workload.name} | ${engines.map((engine) => cell(workload, engine, peer)).join(' | ')} |`,
    ),
  ];
  const notes = engines.flatMap((engine) => noteOn(engine) ?? []);
  return [...lines, '', ...notes].join('\n');
}

function cell(workload: Workload, engine: EngineResult, peer: EngineResult | undefined): string {
  const measured = engine.measurements.get(workload.name);
  if (!measured) return 'cannot run';
  const time = median(measured.milliseconds);
  const rate = workOf(workload) / Math.min(...measured.milliseconds) / 1e6;
  const peerTime = median(peer?.measurements.get(workload.name)?.milliseconds ?? []);
  const ratio = engine === peer || Number.isNaN(peerTime) ? '' : `; x ${(time / peerTime).toPrecision(2)}`;
  return `${time.toPrecision(3)} (${rate.toPrecision(3)}${ratio})`;
}

/** Why an engine has no figures, or what it reaches of its own peak. */
function noteOn({ name, problem, measurements }: EngineResult): string | null {
  if (problem !== null) return `${name} could not run: ${problem}`;
  const tile = measurements.get('tile');
  if (!tile) return null;
  const peak = (tile.work ?? NaN) / Math.min(...tile.milliseconds) / 1e6;
  const shares = workloads.flatMap((workload) => {
    const measured = measurements.get(workload.name);
    if (!measured) return [];
    return `${((100 * workOf(workload)) / Math.min(...measured.milliseconds) / 1e6 / peak).toFixed(0)} %`;
  });
  return `${name}: the register tile alone reaches ${peak.toPrecision(3)} GFLOP/s; the rows above ${shares.join(', ')} of it.`;
}
