/** The machine: counts steps, keeps the stack of calls, and hands every question to the part that answers it. */
import type { Problem, Severity } from '../../../base/problem';
import { classOf } from '../values/classes';
import { exceptionClass, fail } from '../values/exceptions';
import { LimitReached, type Activation, type Limits, type Machine, type TraceEntry } from '../values/machine';
import { spanOf, type Place } from '../values/place';
import type { ClassValue, Keywords, ModuleValue, UnknownReason, UnknownValue, Value } from '../values/value';
import { findAttribute } from './attributes';
import { deleteAttribute, missingAttribute, setAttribute } from './changeAttributes';
import { call } from './call';
import { callSpecial } from './special';

/** Limits that real model code stays far below (measured: 12,000 steps, 29 nested calls). */
export const usualLimits: Limits = { steps: 5_000_000, depth: 200, elements: 1_000_000, bits: 200_000 };

/** What a machine is made with. */
export interface MachineOptions {
  readonly limits?: Partial<Limits>;
  /** The source's path: limits are told at a line of it, whichever file takes the steps. */
  readonly path?: string;
  /** Called every few hundred steps; what it throws ends the reading and reaches the caller. */
  readonly checkpoint?: () => void;
  /** Seconds after which evaluation is to end with what is known by then; null while it may go on. */
  readonly timeUp?: () => number | null;
  readonly builtins: ModuleValue;
  readonly importModule: (machine: Machine, name: string) => Value | undefined;
}

/** A machine, and what it has noticed. */
export interface RunningMachine extends Machine {
  readonly problems: readonly Problem[];
  readonly steps: number;
  /** What there is to say where the time was up; null: it was not. From then on nothing is evaluated. */
  readonly over: LimitReached | null;
  /** Lets a new piece of work have all the steps there are. */
  renew(): void;
  /** Does work whose problems nobody is to hear of: it only looks what something would be worth. */
  aside<Result>(work: () => Result): Result;
  /** Does work that may take so many steps; whether it came to its end. */
  within(steps: number, work: () => void): boolean;
}

/** Thrown in place of what a checkpoint threw, so that nothing on the way up takes it for its own. */
export class Cancelled extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('cancelled');
    this.reason = reason;
  }
}

const stepsBetweenChecks = 512;
const mostProblems = 200;
/** Elements that cost as much as one step. */
const elementsPerStep = 4;

/** A new machine; nothing has run yet. */
export function runningMachine(options: MachineOptions): RunningMachine {
  return new Evaluator(options);
}

class Evaluator implements RunningMachine {
  top: Activation | null = null;
  depth = 0;
  steps = 0;
  openSize: number | null = null;
  over: LimitReached | null = null;
  readonly limits: Limits;
  readonly keep = new Map<string, unknown>();
  readonly builtins: ModuleValue;
  problems: Problem[] = [];
  private nextCheck = stepsBetweenChecks;
  /** The step behind which the work under way is given up. */
  private ceiling = Infinity;
  private identities = new WeakMap<object, number>();
  private identityCount = 0;
  private reported = new Set<string>();
  /** How often each line was running when steps were checked. */
  private readonly hot = new Map<string, { count: number; readonly place: Place }>();
  private readonly options: MachineOptions;

  constructor(options: MachineOptions) {
    this.options = options;
    this.limits = { ...usualLimits, ...options.limits };
    this.builtins = options.builtins;
  }

  step(count = 1): void {
    this.steps += count;
    if (this.steps >= this.nextCheck) this.check();
  }

  renew(): void {
    this.steps = 0;
    this.nextCheck = stepsBetweenChecks;
    this.hot.clear();
  }

  aside<Result>(work: () => Result): Result {
    const { problems, reported } = this;
    this.problems = [...problems];
    this.reported = new Set(reported);
    try {
      return work();
    } finally {
      this.problems = problems;
      this.reported = reported;
    }
  }

  within(steps: number, work: () => void): boolean {
    const { ceiling, top, depth } = this;
    const own = this.steps + steps;
    this.ceiling = Math.min(ceiling, own);
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof LimitReached) || this.over || own > ceiling || this.steps <= own) throw error;
      this.top = top;
      this.depth = depth;
      return false;
    } finally {
      this.ceiling = ceiling;
    }
  }

  private check(): void {
    this.nextCheck = this.steps + stepsBetweenChecks;
    try {
      this.options.checkpoint?.();
    } catch (reason) {
      throw new Cancelled(reason);
    }
    const place = this.here();
    if (place) {
      const key = `${place.file.path}:${place.node.lineno}`;
      const line = this.hot.get(key) ?? { count: 0, place };
      line.count += 1;
      this.hot.set(key, line);
    }
    const seconds = this.options.timeUp?.() ?? null;
    if (seconds !== null) {
      this.over ??= this.limit(`Reading was broken off after ${seconds} s`, place, true);
      throw this.over;
    }
    if (this.steps > this.ceiling) throw new LimitReached('This is given up here.', place, true);
    if (this.steps > this.limits.steps)
      throw this.limit(`Evaluation stopped after ${this.limits.steps} steps`, place, false);
  }

  /** The end of the means, at the line that took most of them if it is one of the source, else at the line of the source that led there. */
  private limit(message: string, place: Place | null, isSilent: boolean): LimitReached {
    let hottest: { readonly count: number; readonly place: Place } | null = null;
    for (const line of this.hot.values()) if (line.count > (hottest?.count ?? 0)) hottest = line;
    const most = hottest?.place ?? place;
    const own =
      most && this.isOwn(most) ? most : this.trace().findLast((call) => this.isOwn(call.place))?.place;
    if (!most || own === most)
      return new LimitReached(`${message}; most of the work went into this line.`, own ?? most, isSilent);
    const { path, start } = spanOf(most);
    const file = path.split('/').slice(-2).join('/');
    const line = `line ${start.line + 1} of ${file}`;
    return new LimitReached(`${message}; most of the work went into ${line}.`, own ?? most, isSilent);
  }

  private isOwn({ file }: Place): boolean {
    const { path } = this.options;
    return path === undefined || file.path.replace(/#cell\d+$/, '') === path;
  }

  goThrough(count: number): void {
    if (this.openSize === null || count === 0 || count % this.openSize !== 0) return;
    throw new LimitReached('This goes through a size that is left open.', this.here(), true);
  }

  allocate(elements: number, what: string): void {
    if (!(elements <= this.limits.elements)) {
      const message = `${elements} ${what} are over the limit of ${this.limits.elements}`;
      throw fail(this, 'MemoryError', message);
    }
    if (elements > elementsPerStep) this.step(Math.ceil(elements / elementsPerStep));
  }

  call(callee: Value, positional: readonly Value[], keywords: Keywords = null): Value {
    return call(this, callee, positional, keywords);
  }

  callSpecial(object: Value, name: string, positional: readonly Value[]): Value | undefined {
    return callSpecial(this, object, name, positional);
  }

  getAttribute(object: Value, name: string): Value {
    const found = findAttribute(this, object, name);
    if (found === undefined) throw missingAttribute(this, object, name);
    return found;
  }

  findAttribute(object: Value, name: string): Value | undefined {
    return findAttribute(this, object, name);
  }

  setAttribute(object: Value, name: string, value: Value): void {
    setAttribute(this, object, name, value);
  }

  deleteAttribute(object: Value, name: string): void {
    deleteAttribute(this, object, name);
  }

  here(): Place | null {
    for (let activation = this.top; activation; activation = activation.back) {
      if (!activation.hidden) return { file: activation.file, node: activation.node };
    }
    return null;
  }

  trace(): readonly TraceEntry[] {
    const entries: TraceEntry[] = [];
    for (let activation = this.top; activation; activation = activation.back) {
      if (activation.hidden) continue;
      entries.push({ name: activation.name, place: { file: activation.file, node: activation.node } });
    }
    return entries.reverse();
  }

  unknown(reason: UnknownReason, message: string, callee = ''): UnknownValue {
    return { kind: 'unknown', reason, message, place: this.here(), callee };
  }

  report(
    severity: Severity,
    message: string,
    place: Place | null = this.here(),
    calls: readonly Place[] = [],
  ): void {
    if (!place || this.problems.length >= mostProblems) return;
    const span = spanOf(place);
    const key = `${span.path}:${span.start.line}:${span.start.column}:${message}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.problems.push({ severity, message, span, ...(calls.length > 0 && { calls: calls.map(spanOf) }) });
  }

  exceptionClass(name: string): ClassValue {
    return exceptionClass(name);
  }

  importModule(name: string): Value | undefined {
    return this.options.importModule(this, name);
  }

  identity(object: object): number {
    const known = this.identities.get(object) ?? (this.identityCount += 1);
    this.identities.set(object, known);
    return known;
  }
}

/** The name of a value's class, for sentences. */
export function typeName(value: Value): string {
  return classOf(value).name;
}
