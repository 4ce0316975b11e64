import type * as syntax from '../syntax';

/** The text that an expression of literals stands for: `'a' + N'b'`, `CHAR(13) + 'x'`, a number. `undefined` when it is not constant, or NULL. */
export function constantText(root: syntax.Expression): string | undefined {
  const out: string[] = [];
  const stack: syntax.Expression[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    switch (node.kind) {
      case 'StringLiteral':
      case 'IntegerLiteral':
      case 'DecimalLiteral':
        out.push(node.value);
        break;
      case 'ParenthesizedExpression':
        stack.push(node.expression);
        break;
      case 'UnaryExpression':
        if (node.operator !== '-' || node.operand.kind !== 'IntegerLiteral') return undefined;
        out.push(`-${node.operand.value}`);
        break;
      case 'BinaryExpression':
        if (node.operator !== '+') return undefined;
        stack.push(node.right, node.left);
        break;
      case 'FunctionCall': {
        const code = characterCode(node);
        if (code === undefined) return undefined;
        out.push(String.fromCharCode(code));
        break;
      }
      default:
        return undefined;
    }
  }
  return out.join('');
}

/** `CHAR(13)`, `NCHAR(10)`. */
function characterCode(node: syntax.FunctionCall): number | undefined {
  const name = node.name.parts.length === 1 ? node.name.parts[0]?.name.toLowerCase() : undefined;
  const arg = node.args[0];
  return (name === 'char' || name === 'nchar') && arg?.kind === 'IntegerLiteral' ? Number(arg.value) : undefined;
}
