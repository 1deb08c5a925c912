/** Splitting texts by white space, by a separator, and by lines. */
/* eslint no-control-regex: "off" -- Python counts these control characters as white space and as line ends */
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import type { Value } from '../values/value';
import { textOf } from './checks';

/** text.split and text.rsplit; `most` below 0 is no limit. */
export function splitText(
  machine: Machine,
  whole: string,
  separator: Value,
  most: number,
  fromRight: boolean,
): readonly string[] {
  machine.step(whole.length >> 4);
  if (separator.kind === 'none') return splitBySpace(whole, most, fromRight);
  const target = textOf(machine, separator, 'must be str or None, not');
  if (target === '') throw fail(machine, 'ValueError', 'empty separator');
  const parts = whole.split(target);
  if (most < 0 || parts.length - 1 <= most) return parts;
  if (!fromRight) return [...parts.slice(0, most), parts.slice(most).join(target)];
  const kept = parts.length - most;
  return [parts.slice(0, kept).join(target), ...parts.slice(kept)];
}

function splitBySpace(whole: string, most: number, fromRight: boolean): readonly string[] {
  const words = whole.split(/\s+/u).filter((word) => word !== '');
  if (most < 0 || words.length - 1 < most || words.length <= 1) return words;
  if (fromRight) {
    let rest = whole.trimEnd();
    const tail: string[] = [];
    for (let taken = 0; taken < most && rest !== ''; taken += 1) {
      const word = /\S+$/u.exec(rest)?.[0] ?? '';
      tail.unshift(word);
      rest = rest.slice(0, rest.length - word.length).trimEnd();
    }
    return rest === '' ? tail : [rest, ...tail];
  }
  let rest = whole.trimStart();
  const front: string[] = [];
  for (let taken = 0; taken < most && rest !== ''; taken += 1) {
    const word = /^\S+/u.exec(rest)?.[0] ?? '';
    front.push(word);
    rest = rest.slice(word.length).trimStart();
  }
  return rest === '' ? front : [...front, rest];
}

/** text.splitlines. */
export function splitLines(whole: string, keepEnds: boolean): readonly string[] {
  const lines =
    whole.match(
      /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g,
    ) ?? [];
  return keepEnds
    ? lines
    : lines.map((line) => line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ''));
}
