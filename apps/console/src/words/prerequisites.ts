import type { PrerequisiteArea, PrerequisiteStatus } from '@ferry/contract';

export const prerequisiteWords = {
  title: 'Prerequisites',
  description: 'What a migration project needs before schema conversion is launched, tried as it is now: servers are connected to, and a file is written where artifacts go.',
  project: 'Migration project',
  none: 'No project: only the installation is looked at',
  again: 'Check again',
  checking: 'Checking',
  allMet: 'Everything that this project needs is there.',
  missing: (count: number): string => (count === 1 ? '1 prerequisite is not met' : `${count} prerequisites are not met`),
  missingText: 'Each says below what to do.',
  open: (name: string): string => `Open ${name}`,
  nothing: 'Nothing is needed here.',
  checkedAt: 'What was found',
} as const;

export const prerequisiteAreaLabels: Readonly<Record<PrerequisiteArea, { readonly title: string; readonly text: string }>> = {
  installation: { title: 'Installation', text: 'What Ferry itself runs with.' },
  source: { title: 'Source', text: 'The database that is converted.' },
  network: { title: 'Network', text: 'Servers are found, their ports are open, and encryption is agreed on.' },
  credentials: { title: 'Credentials and rights', text: 'Secrets are there, the login works, and the user has the rights that are needed.' },
  storage: { title: 'Storage for artifacts', text: 'The folder or S3 bucket for reports and saved SQL.' },
  roles: { title: 'Roles', text: 'IAM roles that are taken on for secrets and buckets.' },
};

export const prerequisiteStatusLabels: Readonly<Record<PrerequisiteStatus, string>> = { met: 'Met', 'not-met': 'Not met', limited: 'Limited', 'not-needed': 'Not needed' };
