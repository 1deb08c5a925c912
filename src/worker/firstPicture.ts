/** How long an inspection rests after its first report: on few processors what comes next would hold up the picture of what is known. */

/** Milliseconds from a report to its picture on a slow machine. */
const drawn = 100;

/** Fewer processors than that have none left for the editor's window while an inspection, the host and the drawing run. */
const enough = 4;

/** The rest after the first report, in milliseconds, on a machine with so many processors. */
export function restFor(processors: number): number {
  return processors < enough ? drawn : 0;
}
