/** The benchmark's tables in Markdown: median milliseconds, GFLOP/s, the ratio to PyTorch, the share of the engine's own peak, peak memory. */
import { median, type Measurement } from './measurement';
import type { NetworkWorkload, Workload } from './workloads';

/** One workload on one engine, or why it has no figures. */
export type Cell = Measurement | string;

/** All rounds of one engine, by workload. */
export interface EngineResult {
  readonly name: string;
  readonly cells: ReadonlyMap<string, Cell>;
}

/** What the register tile alone reaches on one of our variants. */
export interface TileResult {
  readonly name: string;
  readonly cell: Cell;
}

/** The engine that ratios are taken to is the last one; what could not run is counted nowhere and explained below. */
export function tableOf(
  engines: readonly EngineResult[],
  tiles: readonly TileResult[],
  rows: readonly Workload[],
): string {
  const peer = engines.at(-1);
  const work = (workload: Workload): number => workOf(workload, engines);
  const lines = [
    `| median ms (GFLOP/s${peer ? `; times ${peer.name}` : ''}; MB at most) | ${engines.map(({ name }) => name).join(' | ')} |`,
    `|---|${'---:|'.repeat(engines.length)}`,
    ...rows.map(
      (row) =>
        `| ${row.name} | ${engines.map((engine) => shown(row, engine, peer, work(row))).join(' | ')} |`,
    ),
  ];
  const notes = [
    ...tiles.flatMap((tile) => shareNote(tile, engines, rows, work) ?? []),
    ...problemNotes(engines),
  ];
  return [...lines, '', ...notes].join('\n');
}

/** Floating-point operations as our engine plans them; the whole job has none. */
function workOf({ name, kind }: Workload, engines: readonly EngineResult[]): number {
  if (kind === 'job') return NaN;
  for (const { cells } of engines) {
    const cell = cells.get(name);
    if (cell !== undefined && typeof cell !== 'string' && cell.work !== undefined) return cell.work;
  }
  return NaN;
}

function shown(
  { name }: Workload,
  engine: EngineResult,
  peer: EngineResult | undefined,
  work: number,
): string {
  const cell = engine.cells.get(name);
  if (cell === undefined || cell === 'spared') return '-';
  if (typeof cell === 'string') return 'cannot run';
  const time = median(cell.milliseconds);
  const other = peer?.cells.get(name);
  const peerTime = typeof other === 'object' && engine !== peer ? median(other.milliseconds) : NaN;
  const parts = [
    ...(Number.isNaN(work) ? [] : [(work / time / 1e6).toPrecision(3)]),
    ...(Number.isNaN(peerTime) ? [] : [`x ${(time / peerTime).toPrecision(2)}`]),
    ...(cell.peakMemory !== undefined ? [`${Math.round(cell.peakMemory / 1e6)} MB`] : []),
  ];
  return `${time.toPrecision(3)}${parts.length > 0 ? ` (${parts.join('; ')})` : ''}`;
}

function shareNote(
  { name, cell: tile }: TileResult,
  engines: readonly EngineResult[],
  rows: readonly Workload[],
  work: (workload: Workload) => number,
): string | null {
  const engine = engines.find((each) => each.name === name);
  if (typeof tile === 'string' || !engine) return null;
  const peak = (tile.work ?? NaN) / Math.min(...tile.milliseconds);
  const shares = rows.flatMap((row) => {
    const cell = engine.cells.get(row.name);
    if (typeof cell !== 'object' || Number.isNaN(work(row))) return [];
    return `${Math.round((100 * work(row)) / median(cell.milliseconds) / peak)} %`;
  });
  return `${name}: the register tile alone reaches ${(peak / 1e6).toPrecision(3)} GFLOP/s; the rows above ${shares.join(', ')} of it.`;
}

function problemNotes(engines: readonly EngineResult[]): readonly string[] {
  return engines.flatMap(({ name, cells }) =>
    [...cells].flatMap(([workload, cell]) =>
      typeof cell === 'string' && cell !== 'spared' ? [`${name} cannot run ${workload}: ${cell}`] : [],
    ),
  );
}

/** Time against work over growing networks: the last column says how much faster time grew than work since the row before. */
export function growthTable(engines: readonly EngineResult[], rows: readonly NetworkWorkload[]): string {
  const [engine] = engines;
  const lines = ['| network | ms | GFLOP/s | time / work, against the row above |', '|---|---:|---:|---:|'];
  let before: { readonly time: number; readonly work: number; readonly kind: string } | null = null;
  for (const { name } of rows) {
    const cell = engine?.cells.get(name);
    if (typeof cell !== 'object') continue;
    const [time, work] = [median(cell.milliseconds), cell.work ?? NaN];
    const kind = name.startsWith('10 layers') ? 'width' : 'depth';
    const growth = before?.kind === kind ? (time / before.time / (work / before.work)).toFixed(2) : '';
    lines.push(`| ${name} | ${time.toPrecision(3)} | ${(work / time / 1e6).toPrecision(3)} | ${growth} |`);
    before = { time, work, kind };
  }
  return lines.join('\n');
}
