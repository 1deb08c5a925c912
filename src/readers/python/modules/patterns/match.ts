/** Matches patterns by trying, one charged step at a time, so that a pattern that would try for ever reaches the limit instead. */
import type { ParsedPattern, Part } from './parse';

/** Start and end of each group, the whole match first; undefined for groups that took no part. */
export type Groups = readonly (readonly [number, number] | undefined)[];

interface State {
  readonly points: readonly string[];
  readonly groups: (readonly [number, number] | undefined)[];
  readonly charge: () => void;
}

type Next = (at: number) => boolean;

/** Matches at one position; `full` asks for a match up to the end. */
export function matchAt(
  pattern: ParsedPattern,
  points: readonly string[],
  start: number,
  full: boolean,
  charge: () => void,
): Groups | null {
  const state: State = { points, groups: new Array<undefined>(pattern.groups + 1).fill(undefined), charge };
  let end = -1;
  const done: Next = (at) => {
    if (full && at !== points.length) return false;
    end = at;
    return true;
  };
  if (!match(state, pattern.part, start, done)) return null;
  return [[start, end], ...state.groups.slice(1)];
}

function match(state: State, part: Part, at: number, next: Next): boolean {
  state.charge();
  switch (part.kind) {
    case 'set': {
      const point = state.points[at];
      return point !== undefined && part.holds(point) && next(at + 1);
    }
    case 'sequence':
      return matchSequence(state, part.parts, 0, at, next);
    case 'choice':
      return part.choices.some((choice) => match(state, choice, at, next));
    case 'group': {
      const before = state.groups[part.index];
      const found = match(state, part.part, at, (end) => {
        const inner = state.groups[part.index];
        state.groups[part.index] = [at, end];
        if (next(end)) return true;
        state.groups[part.index] = inner;
        return false;
      });
      if (!found) state.groups[part.index] = before;
      return found;
    }
    case 'repeat':
      return part.part.kind === 'set'
        ? matchRun(state, part, part.part.holds, at, next)
        : matchRepeat(state, part, 0, at, next);
    case 'look':
      return matchLook(state, part, at) !== part.negative && next(at);
    case 'back': {
      const group = state.groups[part.index];
      if (!group) return false;
      const wanted = state.points.slice(group[0], group[1]);
      return wanted.every((point, index) => state.points[at + index] === point) && next(at + wanted.length);
    }
    default:
      return holdsHere(state.points, part.kind, at) && next(at);
  }
}

function matchSequence(state: State, parts: readonly Part[], index: number, at: number, next: Next): boolean {
  const part = parts[index];
  if (!part) return next(at);
  return match(state, part, at, (end) => matchSequence(state, parts, index + 1, end, next));
}

type Repeat = Extract<Part, { kind: 'repeat' }>;

/** Repeats of single characters need no nesting. */
function matchRun(
  state: State,
  part: Repeat,
  holds: (point: string) => boolean,
  at: number,
  next: Next,
): boolean {
  const fits = (index: number): boolean => {
    state.charge();
    const point = state.points[index];
    return point !== undefined && holds(point);
  };
  let count = 0;
  if (!part.greedy) {
    for (; count < part.least; count += 1) if (!fits(at + count)) return false;
    for (;;) {
      if (next(at + count)) return true;
      if (count >= part.most || !fits(at + count)) return false;
      count += 1;
    }
  }
  while (count < part.most && fits(at + count)) count += 1;
  for (; count >= part.least; count -= 1) if (next(at + count)) return true;
  return false;
}

function matchRepeat(state: State, part: Repeat, count: number, at: number, next: Next): boolean {
  const more = (): boolean =>
    count < part.most &&
    match(state, part.part, at, (end) =>
      end === at && count >= part.least ? false : matchRepeat(state, part, count + 1, end, next),
    );
  if (count < part.least) return more();
  return part.greedy ? more() || next(at) : next(at) || more();
}

function matchLook(state: State, part: Extract<Part, { kind: 'look' }>, at: number): boolean {
  if (!part.behind) return match(state, part.part, at, () => true);
  for (let start = at; start >= 0; start -= 1)
    if (match(state, part.part, start, (end) => end === at)) return true;
  return false;
}

function holdsHere(points: readonly string[], kind: string, at: number): boolean {
  const isWord = (index: number): boolean => /^[\p{L}\p{N}_]$/u.test(points[index] ?? '');
  switch (kind) {
    case 'start':
      return at === 0;
    case 'end':
      return at === points.length;
    case 'lastLineEnd':
      return at === points.length || (at === points.length - 1 && points[at] === '\n');
    case 'lineStart':
      return at === 0 || points[at - 1] === '\n';
    case 'lineEnd':
      return at === points.length || points[at] === '\n';
    case 'boundary':
      return isWord(at - 1) !== isWord(at);
    default:
      return isWord(at - 1) === isWord(at);
  }
}
