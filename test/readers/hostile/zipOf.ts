/** Zip archives written field by field, so that their records can lie (APPNOTE 4.3, 4.5.3). */

/** One file of an archive; what is left out is told as it is. */
export interface RawEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** 0: stored, 8: deflated. */
  readonly method?: number;
  /** Bytes when unpacked, as the directory has it. */
  readonly size?: number;
  /** Bytes as packed, as the directory has it. */
  readonly packed?: number;
  /** Where the entry's own record stands, as the directory has it. */
  readonly from?: number;
  readonly extra?: Uint8Array;
}

/** What the end record says, where it does not tell the truth. */
export interface RawEnd {
  readonly count?: number;
  readonly start?: number;
}

/** An archive of these entries, one after the other. */
export function zipOf(entries: readonly RawEntry[], end: RawEnd = {}): Uint8Array {
  const records: Buffer[] = [];
  const directory: Buffer[] = [];
  let place = 0;
  for (const { name, content, method = 0, extra = new Uint8Array(), ...told } of entries) {
    const { size = content.length, packed = content.length, from = place } = told;
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(packed, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30, 'latin1');
    records.push(local, Buffer.from(content));
    const listed = Buffer.alloc(46 + name.length);
    listed.writeUInt32LE(0x02014b50, 0);
    listed.writeUInt16LE(method, 10);
    listed.writeUInt32LE(packed, 20);
    listed.writeUInt32LE(size, 24);
    listed.writeUInt16LE(name.length, 28);
    listed.writeUInt16LE(extra.length, 30);
    listed.writeUInt32LE(from, 42);
    listed.write(name, 46, 'latin1');
    directory.push(listed, Buffer.from(extra));
    place += local.length + content.length;
  }
  const listing = Buffer.concat(directory);
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50, 0);
  last.writeUInt16LE(end.count ?? entries.length, 8);
  last.writeUInt16LE(end.count ?? entries.length, 10);
  last.writeUInt32LE(listing.length, 12);
  last.writeUInt32LE(end.start ?? place, 16);
  return new Uint8Array(Buffer.concat([...records, listing, last]));
}

/** The extra field of zip64 with these numbers. */
export function wideField(...numbers: readonly bigint[]): Uint8Array {
  const field = Buffer.alloc(4 + 8 * numbers.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, place) => field.writeBigUInt64LE(number, 4 + 8 * place));
  return field;
}
