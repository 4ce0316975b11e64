export const tagWords = {
  title: 'Tags',
  description: 'Keys and values of your own, to find and to group resources by.',
  manage: 'Manage tags',
  save: 'Save tags',
  cancel: 'Cancel',
  empty: 'No tags',
  emptyText: 'This resource has no tags.',
  key: 'Key',
  value: 'Value',
  saved: 'The tags are saved',
  loading: 'Loading tags',
} as const;
