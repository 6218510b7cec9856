import {commentOf, type GoFunction, goFunctions, reachedFrom, wordsOf} from './go-functions.ts';

/** A scenario as demo-go-app/scenarios.json lists it, as far as the pages need it. */
export type Scenario = {
  readonly name: string;
  readonly shows: string;
  readonly pattern?: string | undefined;
  /** Below demo-go-app/. */
  readonly file: string;
  readonly heavy: boolean;
  readonly variants: readonly Variant[];
};

type Variant = {
  readonly name: string;
  /** Full name of the function that starts it. */
  readonly entry: string;
  readonly leaves: readonly {readonly function: string}[];
};

/** What a page shows of a scenario. */
export type Example = {
  /** What goes wrong and what puts it right, in the words of the scenario. */
  readonly story: readonly string[];
  readonly leaky: string;
  readonly fixed: readonly {readonly name: string; readonly code: string}[];
};

/**
 * The leaky and the fixed code of a scenario: for each variant what only it does, and, with the leaky one, where its
 * goroutines stay and who calls or starts that, even if the fixed one has it in common. What merely calls one of these with
 * other arguments is left out.
 *
 * @throws {Error} when the source has no leaky variant, or lacks the function that starts one.
 */
export function scenarioExample(scenario: Scenario, source: string): Example {
  const functions = goFunctions(source);
  const variants = scenario.variants.map((variant) => {
    const entry = shortName(variant.entry);
    const reached = reachedFrom(entry, functions);
    if (reached.length === 0) throw new Error(`${scenario.file} has no function ${entry}.`);
    return {...variant, entry, reached};
  });
  const leaky = variants.find(({leaves}) => leaves.length > 0);
  if (leaky === undefined) throw new Error(`${scenario.name} has no leaky variant.`);
  const others = variants.filter((variant) => variant !== leaky);
  const leaves = new Set(leaky.leaves.map((leaf) => shortName(leaf.function)));
  // A server knows the handlers of all variants: `serve`, the leaf, and `serveUntilDone`, the same put right.
  const isPutRight = ({name}: GoFunction) =>
    !leaves.has(name) && [...leaves].some((leaf) => leaf !== '' && new RegExp(`^${leaf}[A-Z]`).test(name));
  const isShared = (one: GoFunction) => others.some(({reached}) => reached.includes(one));
  const leadsToLeaf = (one: string) => reachedFrom(one, functions).some(({name}) => leaves.has(name));
  const isAtLeaf = ({name, body}: GoFunction) =>
    [name, ...wordsOf(body)].some((word) => leaves.has(word)) || startedBy(body).some(leadsToLeaf);
  const shown = leaky.reached.filter((one) => !isPutRight(one) && (!isShared(one) || isAtLeaf(one)));
  return {
    story: commentOf(/^var \w+ = scenario\.Scenario\{$/, source)
      .slice(1)
      .map((paragraph) => paragraph.replace(/^What goes wrong: /, '')),
    leaky: code(shown, leaky.entry),
    fixed: others.map(({name, entry, reached}) => ({
      name,
      code: code(
        reached.filter((one) => isPutRight(one) || !leaky.reached.includes(one)),
        entry,
      ),
    })),
  };
}

/**
 * Example input:  `example.com/shop/checks.(*Runner).keep.func1`
 * Example output: `keep`
 */
function shortName(name: string): string {
  return name.replace(/(?:\.func\d+)+$/, '').replace(/^.*\./, '');
}

/** What is started with `go`. */
function startedBy(body: string): readonly string[] {
  return Array.from(body.matchAll(/\bgo (?:\w+\.)*(\w+)\(/g), ([, name = '']) => name);
}

function code(functions: readonly GoFunction[], entry: string): string {
  const kept = functions.filter(({name, body}) => name !== entry || !isOneStatement(body));
  return (kept.length > 0 ? kept : functions).map(({text}) => text).join('\n\n');
}

function isOneStatement(body: string): boolean {
  return body.split('\n').filter((line) => /^\t?[^\t]/.test(line)).length <= 1;
}
