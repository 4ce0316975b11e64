import { AppError } from '@ferry/kernel';
import type { Handlers } from './handlers';

const notYet = (): Promise<never> => Promise.reject(new AppError('unavailable', { public: 'This operation is being built.' }));

/** Operations of the contract whose handlers follow. */
export const comingHandlers: Pick<
  Handlers,
  | 'CheckTargetCode'
  | 'SaveTargetCode'
  | 'RestoreConvertedCode'
  | 'DescribeTargetCodeVersions'
  | 'DescribeSelection'
  | 'DescribeApplyResults'
> = {
  CheckTargetCode: notYet,
  SaveTargetCode: notYet,
  RestoreConvertedCode: notYet,
  DescribeTargetCodeVersions: notYet,
  DescribeSelection: notYet,
  DescribeApplyResults: notYet,
};
