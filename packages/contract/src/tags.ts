import { z } from 'zod';
import { tag } from './shared';

/** AWS's rule for the tags of a resource. */
export const mostTags = 50;
const arn = z.string().min(1).max(2048);
const newTag = tag.extend({
  Key: z
    .string()
    .min(1, 'a key is needed')
    .max(128, 'a key has at most 128 characters')
    .refine((key) => !/^(?:aws|dms):/i.test(key), 'a key does not begin with "aws:" or "dms:"'),
});

export const tagOperations = {
  AddTagsToResource: { input: z.strictObject({ ResourceArn: arn, Tags: z.array(newTag).min(1).max(mostTags) }), output: z.object({}) },
  ListTagsForResource: {
    input: z.strictObject({ ResourceArn: arn.optional(), ResourceArnList: z.array(arn).max(100).optional() }),
    output: z.object({ TagList: z.array(tag) }),
  },
  RemoveTagsFromResource: { input: z.strictObject({ ResourceArn: arn, TagKeys: z.array(z.string().min(1).max(128)).min(1).max(mostTags) }), output: z.object({}) },
} as const;
