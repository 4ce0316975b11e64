import type * as syntax from '../syntax';
import { define, fragment, whenKnown } from './draft';
import type { Place } from './draft';
import type { Arguments } from './system-procedures';

const given = <K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } => (value === undefined || value === '' ? {} : ({ [key]: value } as { [key in K]: string }));

/** https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addlinkedserver-transact-sql */
export function addLinkedServer(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  const name = args.get('server');
  if (name === undefined) return;
  define(place, {
    kind: 'LINKED_SERVER',
    schema: '',
    name,
    definition: fragment(place, node),
    ...given('product', args.get('srvproduct')),
    ...given('provider', args.get('provider')),
    ...given('dataSource', args.get('datasrc')),
    ...given('database', args.get('catalog')),
    logins: [],
  });
}

/** The password is not looked at. https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addlinkedsrvlogin-transact-sql */
export function addLinkedLogin(place: Place, node: syntax.ExecuteStatement, args: Arguments): void {
  whenKnown(place, ['LINKED_SERVER'], { schema: '', name: args.get('rmtsrvname') ?? '' }, node, 'sp_addlinkedsrvlogin', (server) => {
    server.logins = [...server.logins, { ...given('local', args.get('locallogin')), ...given('remote', args.get('rmtuser')) }];
  });
}
