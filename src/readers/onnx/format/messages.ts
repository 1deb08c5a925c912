/** What of an ONNX file is used, as plain data: the messages of onnx.proto with the fields that say something about the network. */

/** A model: one graph, and the versions of the operator sets that it is written in. */
export interface ModelMessage {
  readonly irVersion: number;
  /** Who wrote it: "pytorch", "tf2onnx". */
  readonly producer: string;
  /** The version of each operator set by its domain; the standard one has the empty domain. */
  readonly operatorSets: ReadonlyMap<string, number>;
  readonly graph: GraphMessage | null;
}

/** Nodes in the order of the file, and what they begin with. */
export interface GraphMessage {
  readonly name: string;
  readonly nodes: readonly NodeMessage[];
  readonly initialisers: readonly TensorMessage[];
  readonly inputs: readonly ValueMessage[];
  readonly outputs: readonly ValueMessage[];
}

/** One use of an operator; an empty name among the inputs or outputs is one that is left out. */
export interface NodeMessage {
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeMessage>;
}

/** The value of an attribute, in the field that its kind calls for. */
export interface AttributeMessage {
  readonly float: number | null;
  readonly whole: number | null;
  readonly text: string | null;
  readonly tensor: TensorMessage | null;
  readonly floats: readonly number[];
  readonly wholes: readonly number[];
  readonly texts: readonly string[];
}

/** A tensor with its numbers, which stand in one of several fields or in another file. */
export interface TensorMessage {
  readonly name: string;
  readonly sizes: readonly number[];
  /** The number of its element type (TensorProto.DataType). */
  readonly type: number;
  readonly raw: Uint8Array | null;
  /** The numbers of whichever typed field is used; none where they are raw or external. */
  readonly numbers: readonly number[];
  /** Where they stand in another file: location, offset, length. */
  readonly external: ReadonlyMap<string, string> | null;
}

/** The declaration of an input or output. */
export interface ValueMessage {
  readonly name: string;
  /** The number of the element type; 0 where it is no tensor. */
  readonly type: number;
  /** Sizes, names of sizes, or null for a size of which nothing is said; null where no shape is given. */
  readonly sizes: readonly (number | string | null)[] | null;
}
