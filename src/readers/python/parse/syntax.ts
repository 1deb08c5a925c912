/** The syntax tree of Python: py-ast's node types under the names that the reader uses. */
import type {
  Arguments,
  Comprehension,
  Constant,
  ExceptHandler,
  ExprNode,
  Keyword,
  Located,
  OperatorNode,
  StmtNode,
  UnaryOpNode,
  CmpOpNode,
} from 'py-ast';

export type { Arguments, Comprehension, Constant, ExceptHandler, Keyword, Located };

/** An expression node. */
export type Expression = ExprNode;

/** A statement node. */
export type Statement = StmtNode;

/** The expression nodes of one type: `ExpressionOf<'Call'>`. */
export type ExpressionOf<Type extends ExprNode['nodeType']> = Extract<ExprNode, { nodeType: Type }>;

/** The statement nodes of one type: `StatementOf<'If'>`. */
export type StatementOf<Type extends StmtNode['nodeType']> = Extract<StmtNode, { nodeType: Type }>;

/** A statement that makes a function. */
export type FunctionStatement = StatementOf<'FunctionDef'> | StatementOf<'AsyncFunctionDef'>;

/** Anything that makes a function. */
export type FunctionNode = FunctionStatement | ExpressionOf<'Lambda'>;

/** A comprehension or a generator expression. */
export type ComprehensionNode = ExpressionOf<'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp'>;

/** One `case` of a match statement. */
export type MatchCase = StatementOf<'Match'>['cases'][number];

/** A pattern of a match statement. */
export type Pattern = MatchCase['pattern'];

/** The patterns of one type. */
export type PatternOf<Type extends Pattern['nodeType']> = Extract<Pattern, { nodeType: Type }>;

/** The name of a binary operator: `Add`, `MatMult`. */
export type BinaryOperator = OperatorNode['nodeType'];

/** The name of a unary operator: `USub`, `Not`. */
export type UnaryOperator = UnaryOpNode['nodeType'];

/** The name of a comparison: `Lt`, `IsNot`. */
export type Comparison = CmpOpNode['nodeType'];
