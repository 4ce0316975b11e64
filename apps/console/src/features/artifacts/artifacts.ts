import { artifactWords as words } from '@/words/artifacts';

/** Where artifacts go, as a form holds it. */
export interface Artifacts {
  readonly kind: 'default' | 'folder' | 's3';
  readonly folder: string;
  readonly bucket: string;
  readonly role: string;
}

/** The members of the API that tell it, for profiles and for projects. */
export interface ArtifactMembers {
  readonly S3BucketPath?: string | undefined;
  readonly S3BucketRoleArn?: string | undefined;
  readonly ArtifactsFolder?: string | undefined;
}

export const artifactsOf = (members: ArtifactMembers): Artifacts => {
  const { S3BucketPath: bucket = '', S3BucketRoleArn: role = '', ArtifactsFolder: folder = '' } = members;
  return { kind: bucket !== '' ? 's3' : folder !== '' ? 'folder' : 'default', folder, bucket, role };
};

/** All three members: an empty one takes back what was there. */
export const artifactMembers = (value: Artifacts): { S3BucketPath: string; S3BucketRoleArn: string; ArtifactsFolder: string } => ({
  S3BucketPath: value.kind === 's3' ? value.bucket.trim() : '',
  S3BucketRoleArn: value.kind === 's3' ? value.role.trim() : '',
  ArtifactsFolder: value.kind === 'folder' ? value.folder.trim() : '',
});

export interface ArtifactErrors {
  readonly folder?: string;
  readonly bucket?: string;
  readonly role?: string;
}

const bucketUri = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/;
const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);

/** What is typed is judged at once; what is missing once a person `tried` to save. */
export function artifactErrors(value: Artifacts, tried: boolean): ArtifactErrors {
  const folder = value.folder.trim();
  const bucket = value.bucket.trim();
  const role = value.role.trim();
  if (value.kind === 'folder') {
    const error = folder === '' ? (tried ? words.folderNeeded : undefined) : isAbsolute(folder) ? undefined : words.folderWrong;
    return error === undefined ? {} : { folder: error };
  }
  if (value.kind === 'default') return {};
  const error = bucket === '' ? (tried ? words.bucketNeeded : undefined) : bucketUri.test(bucket) || 's3://'.startsWith(bucket) ? undefined : words.bucketWrong;
  return { ...(error === undefined ? {} : { bucket: error }), ...(role === '' || /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(role) ? {} : { role: words.roleWrong }) };
}
