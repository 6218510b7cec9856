/** A function or method of a Go file, with the comment above it. */
export type GoFunction = {readonly name: string; readonly text: string; readonly body: string};

/**
 * The functions of a Go file that gofmt has formatted: what starts in the first column ends there.
 *
 * Example input:  `// Run runs.\nfunc (r *Runner) Run() error {\n\treturn nil\n}\n`
 * Example output: `[{name: 'Run', text: '// Run runs.\nfunc …\n}', body: '\treturn nil'}]`
 */
export function goFunctions(source: string): readonly GoFunction[] {
  const found: GoFunction[] = [];
  let comment: string[] = [];
  const lines = source.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const name = /^func (?:\([^)]*\) )?(\w+)/.exec(line)?.[1];
    if (name !== undefined) {
      const end = line.endsWith('{') ? lines.indexOf('}', at) : at;
      const text = lines.slice(at, end + 1);
      const body =
        end === at ? line.slice(line.indexOf('{', line.indexOf(')')) + 1) : text.slice(1, -1).join('\n');
      found.push({name, text: [...comment, ...text].join('\n'), body});
      at = end;
    }

    comment = line.startsWith('//') ? [...comment, line] : [];
  }

  return found;
}

/** The function of this name and all functions of the file that it mentions, and so on, in the order of the file. */
export function reachedFrom(name: string, functions: readonly GoFunction[]): readonly GoFunction[] {
  const reached = new Set<GoFunction>();
  const next = functions.filter((one) => one.name === name);
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    if (reached.has(one)) continue;
    reached.add(one);
    const words = wordsOf(one.body);
    next.push(...functions.filter((other) => words.has(other.name)));
  }

  return functions.filter((one) => reached.has(one));
}

/** The words of code, without those in strings and comments. */
export function wordsOf(code: string): ReadonlySet<string> {
  return new Set(code.replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\/\/.*/g, '""').match(/\w+/g));
}

/** What a comment right above a top-level variable says, without the slashes: one string a paragraph. */
export function commentOf(variable: RegExp, source: string): readonly string[] {
  const lines = source.split('\n');
  const at = lines.findIndex((line) => variable.test(line));
  let start = at;
  while (start > 0 && lines[start - 1]!.startsWith('//')) start--;
  return lines
    .slice(start, Math.max(start, at))
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join('\n')
    .split(/\n\n+/)
    .map((paragraph) => paragraph.replaceAll('\n', ' ').trim())
    .filter((paragraph) => paragraph !== '');
}
