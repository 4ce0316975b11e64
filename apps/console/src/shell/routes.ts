/** Every address of the console, in one place. Creation pages stand beside the lists, so that a resource may bear any name. */
export const routes = {
  home: '/',
  migrationProjects: '/migration-projects',
  migrationProject: (name: string): string => `/migration-projects/${encodeURIComponent(name)}`,
  modifyMigrationProject: (name: string): string => `/migration-projects/${encodeURIComponent(name)}/modify`,
  conversionSettings: (name: string): string => `/migration-projects/${encodeURIComponent(name)}/settings`,
  schemaConversion: (name: string): string => `/migration-projects/${encodeURIComponent(name)}/schema-conversion`,
  projectLogs: (name: string): string => `/migration-projects/${encodeURIComponent(name)}?tab=logs`,
  createMigrationProject: '/create-migration-project',
  instanceProfiles: '/instance-profiles',
  instanceProfile: (name: string): string => `/instance-profiles/${encodeURIComponent(name)}`,
  modifyInstanceProfile: (name: string): string => `/instance-profiles/${encodeURIComponent(name)}/modify`,
  createInstanceProfile: '/create-instance-profile',
  dataProviders: '/data-providers',
  dataProvider: (name: string): string => `/data-providers/${encodeURIComponent(name)}`,
  modifyDataProvider: (name: string): string => `/data-providers/${encodeURIComponent(name)}/modify`,
  createDataProvider: '/create-data-provider',
} as const;
