import { severities } from '@ferry/conversion';
import type { Pair, Settings, Severity } from '@ferry/conversion';
import type { ListedItem, ListedPart } from './listing';
import type { ScriptObject } from './script-files';

/** DMS Schema Conversion's key for the least severe action item that is told in converted code. */
const commentsKey = 'ShowSeverityLevelInSql';

/** What the settings say about comments; undefined when the pair does not offer the choice. */
export function commentSeverity(pair: Pick<Pair, 'settings'>, settings: Settings): Severity | undefined {
  const definition = pair.settings.find((one) => one.dmsKey === commentsKey);
  return definition === undefined ? undefined : severities.find((one) => one === (settings[definition.key] ?? definition.default));
}

const shown = (item: ListedItem): string => {
  const place = item.line === undefined ? '' : `, line ${item.line}`;
  return `[${item.code} - Severity ${item.severity}${place} - ${item.message} ${item.recommendedAction}]`;
};

/** One line of SQL comment each: texts of the customer's code stand in them, which end a block comment or begin another. */
const lines = (text: string): string[] => text.split(/[\r\n\u2028\u2029]+/).map((line) => `-- ${line}`);

/**
 * Gives objects their action items as comments, those of `least` severity and above.
 * @param parts of all the objects, in their order
 */
export function withComments(objects: readonly ScriptObject[], parts: readonly ListedPart[], least: Severity | undefined): ScriptObject[] {
  if (least === undefined) return [...objects];
  const told = new Set(severities.slice(0, severities.indexOf(least) + 1));
  let at = 0;
  return objects.map((object) => {
    const own = parts.slice(at, at + object.parts.length);
    at += object.parts.length;
    const items = own.flatMap((part) => part.items.filter((item) => told.has(item.severity)));
    return items.length === 0 ? object : { ...object, comment: [...new Set(items.map(shown))].flatMap(lines).join('\n') };
  });
}
