export { printExpression, printStatement, printText } from './print';
export type { PrintedStatement, StatementPlace } from './print';
export { quoteIdentifier, quoteFunctionName } from './identifiers';
export { stringLiteral } from './literals';
export { nameText, typeText } from './names';
export { keywords } from './keywords';
