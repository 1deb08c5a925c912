/** WebAssembly modules as the build embeds them: functions that decode their bytes. */
declare module '*.wasm' {
  const bytes: () => Uint8Array<ArrayBuffer>;
  export default bytes;
}
