interface Provider {
  readonly name: string;
  readonly settings: unknown;
}

/** A server's name in the tree: what the provider's settings say, else the provider's name (AWS takes either in selection rules). */
function serverName(provider: Provider): string {
  for (const settings of Object.values((provider.settings ?? {}) as Record<string, { ServerName?: string } | undefined>)) if (settings?.ServerName) return settings.ServerName;
  return provider.name;
}

export const sourceServerName = (project: { readonly source: Provider }): string => serverName(project.source);
export const targetServerName = (project: { readonly target: Provider }): string => serverName(project.target);
