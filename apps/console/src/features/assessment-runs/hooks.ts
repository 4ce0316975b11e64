'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { AssessmentRun, OperationOutput } from '@ferry/contract';
import { useOperation } from '@/api/hooks';
import { momentText } from '@/words/resources';
import { runKindLabels } from '@/words/assessment-runs';

/** Runs of a project, newest first. */
export const useRuns = (project: string): UseQueryResult<OperationOutput<'DescribeAssessmentRuns'>> => useOperation('DescribeAssessmentRuns', { MigrationProjectIdentifier: project, MaxRecords: 1000 });

export const runLabel = (run: AssessmentRun): string => `${runKindLabels[run.Kind]}, ${momentText(run.FinishTime)}`;
