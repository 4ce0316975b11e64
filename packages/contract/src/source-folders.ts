import { z } from 'zod';

export const sourceFolderOperations = {
  /**
   * Ferry's: folders on the server that scripts may be read from. Without `FolderPath` the roots that `FERRY_SOURCE_FOLDERS` allows
   * (none: the feature is off); with one, the folders inside it.
   */
  DescribeSourceFolders: {
    input: z.strictObject({ FolderPath: z.string().min(1).max(4096).optional() }),
    output: z.object({
      Folders: z.array(z.object({ FolderPath: z.string(), Name: z.string() })),
      /** Scripts directly in the folder that was asked for. */
      Scripts: z.int(),
      /** The folder above, when it may be read too. */
      ParentPath: z.string().optional(),
    }),
  },
} as const;
