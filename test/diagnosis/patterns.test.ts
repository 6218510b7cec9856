import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {patternNames} from '../../source/diagnosis/pattern-name.ts';
import {patterns} from '../../source/diagnosis/patterns.ts';
import {askCollector, type Pattern} from '../../source/diagnosis/patterns/pattern.ts';

const all = Object.values(patterns);
const named = (pick: (pattern: Pattern) => string) =>
  all.map((pattern): [string, string] => [pattern.name, pick(pattern)]);

/** Where primary sources on Go are. */
const sourceHosts = ['go.dev', 'pkg.go.dev', 'github.com'];

type Scenario = {readonly name: string; readonly pattern?: string};

const {scenarios} = JSON.parse(readFileSync('demo-go-app/scenarios.json', 'utf8')) as {scenarios: Scenario[]};

test('every name of the machine interface has an entry, and nothing else has', () => {
  expect(Object.keys(patterns).toSorted()).toEqual(patternNames.toSorted());
  for (const name of patternNames) expect(patterns[name].name).toBe(name);
});

test.each(all.map(({name, title}) => ({name, title})))(
  '$name has a title for one and for several',
  ({title}) => {
    const one = title(1);
    const several = title(1284);
    expect(one).toMatch(
      /^1 goroutine (?:waits|is|keeps|loops|ranges|runs|serves|sleeps|stays|watches|works) /,
    );
    expect(several).toMatch(
      /^1,284 goroutines (?:wait|are|keep|loop|range|run|serve|sleep|stay|watch|work) /,
    );
    expect(several).not.toContain('undefined');
    expect(several.length).toBeLessThanOrEqual(95);
  },
);

const variants = all.flatMap(({name, provable, variants: own = {}}) =>
  Object.entries(own).map(([variant, words]) => ({name, variant, provable, words})),
);

test.each(variants)('$name/$variant has words of its own, as whole as those of its pattern', ({words}) => {
  const {when, title, phrase, advice, confirm} = words;
  expect(when).toMatch(/^When .+[^.]$/);
  expect(advice ?? confirm).toBeDefined();
  for (const text of [advice, confirm].filter((one) => one !== undefined)) {
    const prose = text.replaceAll(/`[^`]*`/g, 'code');
    expect(prose).not.toMatch(/[!`\n]| {2}|\s[.,;]/);
    expect(text).toMatch(/^[A-Z].*[.]$/);
  }

  expect(title?.(1) ?? '1 goroutine waits ').toMatch(
    /^1 goroutine (?:waits|loops|ranges|reads|serves|works|keeps) /,
  );
  expect((title?.(1284) ?? '').length).toBeLessThanOrEqual(95);
  expect((phrase ?? '').length).toBeLessThanOrEqual(38);
});

test.each(variants.filter(({words}) => words.confirm !== undefined))(
  '$name/$variant advises asking the collector only if that can help',
  ({words, provable}) => {
    expect(words.confirm?.includes(askCollector)).toBe(provable);
  },
);

test('titles and phrases tell the patterns apart', () => {
  expect(new Set(all.map(({title}) => title(2))).size).toBe(all.length);
  expect(new Set(all.map(({phrase}) => phrase)).size).toBe(all.length);
});

test.each(named(({phrase}) => phrase))('%s has a phrase that fits into a column', (_, phrase) => {
  expect(phrase.length).toBeLessThanOrEqual(38);
  expect(phrase).not.toMatch(/(?<!HTTP\/)\d|[!`]|[.\s]$/);
});

test.each(
  all.flatMap(({name, cause, recognised, advice, confirm, proof}) =>
    Object.entries({cause, recognised, advice, confirm, proof}).map(
      ([field, text]) => [name, field, text] as const,
    ),
  ),
)('%s says its %s in whole sentences with closed backticks', (_name, _field, text) => {
  expect(text).toBe(text.trim());
  expect(text).toMatch(/[.]$/);
  const prose = text.replaceAll(/`[^`]*`/g, 'code');
  expect(prose).not.toMatch(/[!`\n]|\bsimply\b| {2}|\s[.,;]/);
});

test.each(all.map(({name, confirm, provable}) => ({name, confirm, provable})))(
  '$name advises asking the collector only if that can help',
  ({confirm, provable}) => {
    const canEnd = !confirm.startsWith('Nothing is left to confirm');
    expect(confirm.includes(askCollector)).toBe(provable && canEnd);
  },
);

test.each(named(({reference}) => reference))('%s refers to a primary source', (_, reference) => {
  const {protocol, hostname, href} = new URL(reference);
  expect(protocol).toBe('https:');
  expect(sourceHosts).toContain(hostname);
  expect(href).toBe(reference);
});

test.each(patternNames)('%s names a scenario of demo-go-app exactly if one shows it', (name) => {
  const showing = scenarios.filter(({pattern}) => pattern === name).map((scenario) => scenario.name);
  const {scenario} = patterns[name];
  expect(scenario === undefined ? showing : showing.filter((one) => one === scenario)).toEqual(
    scenario === undefined ? [] : [scenario],
  );
});

test.each(Object.values(patterns))('the title of $name is right for one and for many', ({title}) => {
  const [, ofOne = ''] = /^1 goroutine (.*)$/.exec(title(1)) ?? [];
  const [, ofMany = ''] = /^100 goroutines (.*)$/.exec(title(100)) ?? [];
  expect(ofOne).not.toBe(ofMany);
  expect(ofOne).not.toMatch(/\bthem\b|\bthey\b/);
  expect(ofMany).not.toMatch(/\b(?:and|it) (?:does|may)\b/);
});
