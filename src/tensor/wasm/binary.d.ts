/** WebAssembly modules as esbuild's binary loader gives them. */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
