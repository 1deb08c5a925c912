/** Keeps the last result of a function: pictures are made again only when what they are of has changed. */

/** The function, computing anew only when an argument is another one than last time. */
export function lastResult<Given extends readonly unknown[], Made>(
  make: (...given: Given) => Made,
): (...given: Given) => Made {
  let last: { readonly given: Given; readonly made: Made } | null = null;
  return (...given) => {
    const same =
      last?.given.length === given.length && last.given.every((one, at) => Object.is(one, given[at]));
    if (last === null || !same) last = { given, made: make(...given) };
    return last.made;
  };
}
