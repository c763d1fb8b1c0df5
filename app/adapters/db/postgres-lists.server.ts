import { OperatorNode, PostgresDialect, PostgresQueryCompiler, PrimitiveValueListNode, type BinaryOperationNode, type QueryCompiler } from "kysely";

const OF_ARRAY = new Map<string, string>([["in", "= any"], ["not in", "<> all"]]);

/**
 * PostgreSQL to which a list of texts or numbers, of any length, is one value: `in (…)` says each of five hundred by itself, which takes longer to write, to send and to read than to look up.
 * A list without anybody means nobody, as on SQLite. One of a single value stays as it is: PostgreSQL plans it like `=`.
 */
export class PostgresWithLists extends PostgresDialect {
  override createQueryCompiler(): QueryCompiler {
    return new ListCompiler();
  }
}

class ListCompiler extends PostgresQueryCompiler {
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { leftOperand, operator, rightOperand } = node;
    const ofArray = OperatorNode.is(operator) ? OF_ARRAY.get(operator.operator) : undefined;
    if (ofArray === undefined || !PrimitiveValueListNode.is(rightOperand) || rightOperand.values.length === 1 || !areAlike(rightOperand.values)) {
      super.visitBinaryOperation(node);
      return;
    }
    this.append("(");
    this.visitNode(leftOperand);
    this.append(` ${ofArray}(`);
    this.appendValue(rightOperand.values);
    this.append("))");
  }
}

const areAlike = (values: readonly unknown[]): boolean => values.every((value) => typeof value === "string") || values.every((value) => typeof value === "number");
