import { mostTags } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { profiles, projects, providers, subnetGroups } from '@ferry/store';
import type { OperationContext } from './context';
import { findProfile, findProject, findProvider, findSubnetGroup } from './find';
import type { Handlers } from './handlers';

interface Tag {
  readonly Key: string;
  readonly Value?: string | undefined;
}

/** A resource as far as its tags are concerned. */
interface Tagged {
  readonly tags: readonly Tag[];
  readonly save: (tags: readonly Tag[]) => Promise<unknown>;
}

const kept = (tags: unknown): readonly Tag[] => (Array.isArray(tags) ? (tags as Tag[]) : []);
const written = (tags: readonly Tag[]): { Key: string; Value: string }[] => tags.map(({ Key, Value }) => ({ Key, Value: Value ?? '' }));

/** @throws AppError `not-found`, or `invalid-input` for an ARN of something that has no tags */
async function resourceOf(context: OperationContext, arn: string): Promise<Tagged> {
  switch (arn.split(':')[5]) {
    case 'instance-profile': {
      const row = await findProfile(context, arn);
      return { tags: kept(row.tags), save: (tags) => profiles.update(context.store, row.id, { tags: written(tags) }) };
    }
    case 'data-provider': {
      const row = await findProvider(context, arn);
      return { tags: kept(row.tags), save: (tags) => providers.update(context.store, row.id, { tags: written(tags) }) };
    }
    case 'migration-project': {
      const row = await findProject(context, arn);
      return { tags: kept(row.tags), save: (tags) => projects.update(context.store, row.id, { tags: written(tags) }) };
    }
    case 'subgrp': {
      const row = await findSubnetGroup(context, arn);
      return { tags: kept(row.tags), save: (tags) => subnetGroups.update(context.store, row.id, { tags: written(tags) }) };
    }
    default:
      throw new AppError('invalid-input', { public: `"${arn}" is not the ARN of a resource with tags: instance profiles, data providers, migration projects and subnet groups have them.` });
  }
}

export const tagHandlers: Pick<Handlers, 'AddTagsToResource' | 'ListTagsForResource' | 'RemoveTagsFromResource'> = {
  AddTagsToResource: async (input, context) => {
    const { tags, save } = await resourceOf(context, input.ResourceArn);
    const byKey = new Map(tags.map((tag) => [tag.Key, tag]));
    for (const tag of input.Tags) byKey.set(tag.Key, tag);
    if (byKey.size > mostTags) throw new AppError('quota-exceeded', { public: `A resource has at most ${mostTags} tags.` });
    await save([...byKey.values()]);
    return {};
  },
  ListTagsForResource: async (input, context) => {
    const many = input.ResourceArnList;
    const arns = [...(input.ResourceArn === undefined ? [] : [input.ResourceArn]), ...(many ?? [])];
    if (arns.length === 0) throw new AppError('invalid-input', { public: 'Give a ResourceArn or a ResourceArnList.' });
    const lists = await Promise.all(arns.map(async (arn) => written((await resourceOf(context, arn)).tags).map((tag) => ({ ...tag, ...(many === undefined ? {} : { ResourceArn: arn }) }))));
    return { TagList: lists.flat() };
  },
  RemoveTagsFromResource: async (input, context) => {
    const { tags, save } = await resourceOf(context, input.ResourceArn);
    const gone = new Set(input.TagKeys);
    await save(tags.filter((tag) => !gone.has(tag.Key)));
    return {};
  },
};
