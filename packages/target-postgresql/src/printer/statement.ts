import type { Doc } from '@ferry/kernel';
import type { Dml, Statement } from '../syntax';
import { ddlBody } from './ddl';
import { dmlBody } from './dml';
import { isQuery, queryBody } from './queries';

const dmlKinds: { readonly [K in Dml['kind']]: true } = { Insert: true, Update: true, Delete: true, Merge: true, Truncate: true, Maintain: true };
export const isDml = (n: { readonly kind: string }): n is Dml => Object.hasOwn(dmlKinds, n.kind);

/** A statement of SQL without its comments and semicolon. */
export const statementBody = (n: Statement): Doc => (isQuery(n) ? queryBody(n) : isDml(n) ? dmlBody(n) : ddlBody(n));
