/** What the person who looks says over the heads of sources: the network that was chosen of each program, and where its packages are. */
import type * as vscode from 'vscode';
import { isProgramPath } from '../base/programs';
import type { Overrides } from '../protocol/messages';
import { uriOf } from './networkFiles';

const chosenKey = 'chosenNetworks';

/** Choices are kept for so many sources; those that were made longest ago go first. */
const mostChosen = 200;

type Chosen = Readonly<Record<string, string>>;

/** The choices of a workspace. */
export interface Asked {
  readonly overrides: (path: string) => Promise<Overrides>;
  /** The expression that was chosen for a source, or null. */
  readonly chosen: (path: string) => string | null;
  /** Remembers a choice; null: the source decides again. */
  readonly choose: (path: string, expression: string | null) => Promise<void>;
}

/** The choices that a workspace remembers; `packages` finds the folders of installed packages of a source. */
export function asked(
  memory: vscode.Memento,
  packages: (source: vscode.Uri) => Promise<readonly string[]>,
): Asked {
  const all = (): Chosen => memory.get<Chosen>(chosenKey) ?? {};
  const chosen = (path: string): string | null => all()[path] ?? null;
  return {
    chosen,
    overrides: async (path) => {
      const nothing = { sampleShape: null, loss: null };
      if (!isProgramPath(path)) return nothing;
      return { ...nothing, network: chosen(path), packages: await packages(uriOf(path)) };
    },
    choose: async (path, expression) => {
      const others = Object.entries(all()).filter(([other]) => other !== path);
      const kept = expression === null ? others : [...others, [path, expression] as const];
      await memory.update(chosenKey, Object.fromEntries(kept.slice(-mostChosen)));
    },
  };
}
