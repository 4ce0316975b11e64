import type * as administration from './administration';
import type * as controlFlow from './control-flow';
import type * as cursors from './cursors';
import type * as dml from './dml';
import type { ExecuteStatement } from './execute';
import type * as indexes from './indexes';
import type { MergeStatement } from './merge';
import type * as objects from './objects';
import type * as permissions from './permissions';
import type { SelectStatement } from './queries';
import type * as routines from './routines';
import type { AlterTableStatement, CreateTableStatement } from './tables';
import type * as transactions from './transactions';
import type { CreateTriggerStatement, ToggleTriggerStatement } from './triggers';
import type * as types from './types';
import type { UnparsedStatement } from './unparsed';
import type * as variables from './variables';
import type { CreateViewStatement } from './views';

export type Statement = QueryStatement | ControlFlowStatement | CursorStatement | VariableStatement | TransactionStatement | DefinitionStatement | OtherStatement;

export type QueryStatement =
  | SelectStatement
  | dml.InsertStatement
  | dml.UpdateStatement
  | dml.DeleteStatement
  | MergeStatement
  | dml.TruncateTableStatement;

export type ControlFlowStatement =
  | controlFlow.BlockStatement
  | controlFlow.IfStatement
  | controlFlow.WhileStatement
  | controlFlow.TryCatchStatement
  | controlFlow.BreakStatement
  | controlFlow.ContinueStatement
  | controlFlow.ReturnStatement
  | controlFlow.GotoStatement
  | controlFlow.LabelStatement
  | controlFlow.WaitForStatement
  | controlFlow.PrintStatement
  | controlFlow.RaiserrorStatement
  | controlFlow.ThrowStatement;

export type CursorStatement =
  | cursors.DeclareCursorStatement
  | cursors.OpenCursorStatement
  | cursors.FetchCursorStatement
  | cursors.CloseCursorStatement
  | cursors.DeallocateCursorStatement;

export type VariableStatement =
  | variables.DeclareStatement
  | variables.SetVariableStatement
  | variables.SetMemberStatement
  | variables.SetOptionStatement;

export type TransactionStatement =
  | transactions.BeginTransactionStatement
  | transactions.CommitTransactionStatement
  | transactions.RollbackTransactionStatement
  | transactions.SaveTransactionStatement;

export type DefinitionStatement =
  | CreateTableStatement
  | AlterTableStatement
  | indexes.CreateIndexStatement
  | indexes.CreateXmlIndexStatement
  | indexes.CreateSpatialIndexStatement
  | indexes.CreateFullTextIndexStatement
  | indexes.CreateStatisticsStatement
  | indexes.AlterIndexStatement
  | indexes.DropIndexStatement
  | types.CreateAliasTypeStatement
  | types.CreateTableTypeStatement
  | types.CreateClrTypeStatement
  | routines.CreateProcedureStatement
  | routines.CreateFunctionStatement
  | routines.CreateAggregateStatement
  | CreateTriggerStatement
  | ToggleTriggerStatement
  | CreateViewStatement
  | objects.CreateSchemaStatement
  | objects.SequenceStatement
  | objects.CreateSynonymStatement
  | objects.CreateXmlSchemaCollectionStatement
  | objects.CreatePartitionFunctionStatement
  | objects.CreatePartitionSchemeStatement
  | objects.CreateRuleStatement
  | objects.CreateDefaultStatement
  | objects.CreateFullTextCatalogStatement
  | objects.CreateAssemblyStatement
  | objects.CreateSecurityPolicyStatement
  | objects.DropStatement
  | objects.AlterSchemaStatement
  | objects.AlterAuthorizationStatement
  | objects.GenericDefinition;

export type OtherStatement =
  | ExecuteStatement
  | permissions.PermissionStatement
  | permissions.ExecuteAsStatement
  | permissions.RevertStatement
  | administration.UseStatement
  | administration.PassedOverStatement
  | UnparsedStatement;
