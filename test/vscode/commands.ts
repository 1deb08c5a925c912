// Every command that a test inside the extension host can give to the window it runs in, with what comes back.

/** The lens by its place: the view of the side bar, the panel in the editor area, or `lens` for whichever is there. */
export type LensPlace = 'lens' | 'view' | 'editor';
export type Place = LensPlace | 'workbench';

export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Aim {
  /** A Playwright selector: CSS that also reaches into shadow roots, `text=...`, `role=button[name="..."]`. */
  readonly selector: string;
  readonly place: Place;
}

export interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: string; readonly html: string; readonly summary: string }[];
}

interface Exchange<Request, Reply> {
  readonly request: Request;
  readonly reply: Reply;
}

export interface WindowCommands {
  /** Prints a line to the launcher's standard output; any command is also a sign of life for the watchdog. */
  say: Exchange<{ readonly line: string }, null>;
  /** How often this window was reloaded since it was opened. */
  reloads: Exchange<object, number>;
  /** Announces a reload: the end of the extension host that follows is meant, and a new one runs the suite again. */
  willReload: Exchange<object, null>;
  viewport: Exchange<{ readonly width: number; readonly height: number }, null>;
  screenshot: Exchange<{ readonly path: string; readonly place: Place; readonly clip?: Clip }, null>;
  /** The lenses that are open and have content, as places. */
  lenses: Exchange<object, readonly LensPlace[]>;
  html: Exchange<{ readonly place: Place }, string>;
  /** A script is an expression; its value (awaited) must be JSON. */
  evaluate: Exchange<{ readonly place: Place; readonly script: string }, unknown>;
  waitFor: Exchange<Aim & { readonly state: 'visible' | 'hidden'; readonly timeout: number }, null>;
  text: Exchange<Aim, string>;
  click: Exchange<Aim & { readonly button: 'left' | 'right'; readonly count: number }, null>;
  hover: Exchange<Aim, null>;
  focus: Exchange<Aim, null>;
  /** One key or chord in Playwright's words, `Control+Shift+P`, `ArrowDown`, to whatever has the focus. */
  key: Exchange<{ readonly key: string }, null>;
  type: Exchange<{ readonly text: string }, null>;
  axe: Exchange<
    { readonly place: LensPlace; readonly disabledRules: readonly string[] },
    readonly AxeViolation[]
  >;
}

export type CommandName = keyof WindowCommands;
export type RequestOf<Name extends CommandName> = WindowCommands[Name]['request'];
export type ReplyOf<Name extends CommandName> = WindowCommands[Name]['reply'];

/** One connection carries one line with a call and gets one line with an answer. */
export interface Call {
  readonly name: CommandName;
  readonly request: object;
}
export type Answer = { readonly value: unknown } | { readonly error: string };

/** The environment variable that holds the path of the control socket in the extension host. */
export const socketVariable = 'BACKPROP_LENS_WINDOW';
