import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { quietRun } from '@ferry/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openContents, openPaths, visitPaths } from '../src';
import { zipFile } from './zip-file';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-project-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function files(name: string, given: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(given)) {
    const file = join(folder, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return join(folder, name);
}

const scripts = {
  'dbo/Tables/A b.sql': 'CREATE TABLE a (x int)',
  'dbo/Tables/Old.sql': 'CREATE TABLE old (x int)',
  'dbo/Views/v.sql': 'CREATE VIEW v AS SELECT 1 AS x',
  'Scripts/Post.sql': 'INSERT INTO a VALUES (1)',
};
const classic = `<Project DefaultTargets="Build"><ItemGroup>
  <Build Include="dbo\\Tables\\A%20b.sql" /><Build Include="DBO\\Views\\*.sql"><SubType>Code</SubType></Build>
  <!-- <Build Include="dbo\\Tables\\Old.sql" /> -->
  <PostDeploy Include="Scripts\\Post.sql" /><Build Include="gone.sql" />
</ItemGroup></Project>`;
const sdk = '<Project><Sdk Name="Microsoft.Build.Sql" Version="0.2" /><ItemGroup><Build Remove="dbo/Tables/Old.sql" /><PostDeploy Include="Scripts/Post.sql" /></ItemGroup></Project>';
const built = ['dbo/Tables/A b.sql', 'dbo/Views/v.sql'];

describe('a project', () => {
  it.each([['classic', classic], ['sdk', sdk]])('counts by its build list (%s)', async (name, project) => {
    const path = await files(name, { ...scripts, 'db.sqlproj': project, 'bin/Debug/out.sql': 'x' });
    for (const given of [path, join(path, 'db.sqlproj')]) {
      const { texts, passedOver, problems } = await openPaths([given], quietRun());
      expect(texts.map((t) => t.path)).toEqual(built.map((b) => `${name}/${b}`));
      expect(passedOver.map((p) => p.path)).toContain(`${name}/Scripts/Post.sql`);
      expect(problems.map((p) => p.message)).toEqual(name === 'classic' ? [expect.stringContaining('gone.sql, which is not there')] : []);
    }
  });

  it('gives values to variables of its scripts, and tells who visits which scripts it builds', async () => {
    const variable = '<SqlCmdVariable Include="Tenant"><DefaultValue>a &amp; b</DefaultValue><Value>$(SqlCmdVar__1)</Value></SqlCmdVariable><SqlCmdVariable Include="None"></SqlCmdVariable>';
    const path = await files('variables', { ...scripts, 'z.sqlproj': classic.replace('</ItemGroup>', `${variable}</ItemGroup>`) });
    expect((await openPaths([path], quietRun())).variables).toEqual({ Tenant: 'a & b' });
    const seen: [string, boolean][] = [];
    const result = await visitPaths([path], async (script) => {
      seen.push([script.path.slice('variables/'.length), script.built]);
      expect(script.variables).toEqual({ Tenant: 'a & b' });
      for await (const chunk of script.chunks) expect(chunk).not.toBe('');
    }, quietRun());
    expect(seen).toEqual([['Scripts/Post.sql', false], ['dbo/Tables/A b.sql', true], ['dbo/Tables/Old.sql', false], ['dbo/Views/v.sql', true]]);
    expect(result.passedOver).toHaveLength(1);
  });

  it('counts inside an archive too', async () => {
    const bytes = zipFile(Object.entries({ ...scripts, 'db.sqlproj': classic }).map(([name, text]) => ({ name, data: Buffer.from(text) })));
    const { texts } = await openContents([{ name: 'db.zip', bytes }], quietRun());
    expect(texts.map((t) => t.path)).toEqual(built.map((b) => `db.zip/${b}`));
  });

  it('that builds nothing of what is there leaves every script in', async () => {
    const { texts, problems } = await openPaths([await files('empty', { 'a.sql': 'SELECT 1', 'db.sqlproj': '<Project><Build Include="b.sql" /></Project>' })], quietRun());
    expect(texts.map((t) => t.path)).toEqual(['empty/a.sql']);
    expect(problems).toHaveLength(2);
  });
});
