/**
 * What the person who looks says over the heads of sources: the network that was chosen of each program, where its packages are, and the
 * weights and data that were chosen beside it.
 */
import type * as vscode from 'vscode';
import { isProgramPath } from '../base/programs';
import type { DataChoice, Overrides } from '../protocol/messages';
import { uriOf } from './networkFiles';

/** Choices of one kind are kept for so many sources; those that were made longest ago go first. */
const mostChosen = 200;

/** What was chosen of one kind, by source. */
export interface Remembered<Value> {
  /** What was chosen for a source, or null. */
  readonly of: (path: string) => Value | null;
  /** Remembers a choice; null: the source decides again. */
  readonly choose: (path: string, value: Value | null) => Promise<void>;
}

/** The choices of a workspace. */
export interface Asked {
  readonly overrides: (path: string) => Promise<Overrides>;
  /** The expression that makes the network. */
  readonly networks: Remembered<string>;
  /** A file of weights, from the source's folder. */
  readonly weights: Remembered<string>;
  readonly data: Remembered<DataChoice>;
}

/** The choices that a workspace remembers; `packages` finds the folders of installed packages of a source. */
export function asked(
  memory: vscode.Memento,
  packages: (source: vscode.Uri) => Promise<readonly string[]>,
): Asked {
  const networks = remembered<string>(memory, 'chosenNetworks');
  const weights = remembered<string>(memory, 'chosenWeights');
  const data = remembered<DataChoice>(memory, 'chosenData');
  return {
    ...{ networks, weights, data },
    overrides: async (path) => ({
      ...{ sampleShape: null, loss: null, weights: weights.of(path), data: data.of(path) },
      ...(isProgramPath(path) && { network: networks.of(path), packages: await packages(uriOf(path)) }),
    }),
  };
}

function remembered<Value>(memory: vscode.Memento, key: string): Remembered<Value> {
  const all = (): Readonly<Record<string, Value>> => memory.get<Record<string, Value>>(key) ?? {};
  return {
    of: (path) => all()[path] ?? null,
    choose: async (path, value) => {
      const others = Object.entries(all()).filter(([other]) => other !== path);
      const kept = value === null ? others : [...others, [path, value] as const];
      await memory.update(key, Object.fromEntries(kept.slice(-mostChosen)));
    },
  };
}
