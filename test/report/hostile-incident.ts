import type {Incident} from '../../source/report/incident.ts';

/** The same incident with a text in place of, or behind, every string that comes from outside. */
export function withEverythingHostile(incident: Incident, hostile: string): Incident {
  return {
    ...replaced(incident, hostile),
    version: incident.version,
    // Words of gorowatch itself, which choose what is said.
    origin: incident.origin,
    reasons: incident.reasons,
  };
}

/** Names of fields whose strings are gorowatch's own words. */
const own: ReadonlySet<string> = new Set(['kind', 'level', 'pattern', 'family', 'source']);

function replaced<Value>(value: Value, hostile: string): Value {
  return walk(value, '', hostile) as Value;
}

function walk(value: unknown, name: string, hostile: string): unknown {
  if (typeof value === 'string') return own.has(name) ? value : `${value}${hostile}`;
  if (Array.isArray(value)) return value.map((one) => walk(one, name, hostile));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      name === 'labels' && typeof one === 'string' ? key + hostile : key,
      walk(one, key, hostile),
    ]),
  );
}
