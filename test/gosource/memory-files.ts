import type {ListFolder, ReadFile} from '../../source/gosource/file-access.ts';
import type {LineFacts} from '../../source/gosource/line-facts.ts';
import type {Wait} from '../../source/gosource/operation.ts';
import {createSourceReader, type SourceLook} from '../../source/gosource/source-reader.ts';

/** Files that exist only here, and which of them were read. */
export function memoryFiles(files: Readonly<Record<string, string>>): {
  readonly readFile: ReadFile;
  readonly listFolder: ListFolder;
  readonly reads: string[];
} {
  const reads: string[] = [];
  return {
    reads,
    async readFile(path) {
      reads.push(path);
      return files[path];
    },
    async listFolder(folder) {
      return Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1));
    },
  };
}

/** The number of the line that holds a mark such as `// here`. */
export function lineOf(source: string, mark: string): number {
  const lines = source.split('\n');
  const index = lines.findIndex((line) => line.includes(mark));
  if (index === -1 || lines.findLastIndex((line) => line.includes(mark)) !== index) {
    throw new Error(`${mark} must be on exactly one line`);
  }

  return index + 1;
}

const path = '/app/pool/pool.go';

export type Question = {
  /** As in a stack; `pool.` is put before it. */
  readonly function: string;
  /** The function that has the line with `// go`. */
  readonly creator?: string;
  readonly wait?: Wait;
  readonly others?: Readonly<Record<string, string>>;
};

/** Looks at the line marked `// here` of one file of package pool. */
export async function lookAt(body: string, question: Question): Promise<SourceLook> {
  const source = `package pool\n${body}`;
  const reader = createSourceReader({
    ...memoryFiles({[path]: source, ...question.others}),
    roots: [],
    env: {},
  });
  const frame = (name: string, mark: string) => ({
    function: `example.com/app/pool.${name}`,
    file: path,
    line: lineOf(source, mark),
  });
  return reader.read(
    frame(question.function, '// here'),
    question.creator === undefined ? undefined : frame(question.creator, '// go'),
    question.wait,
  );
}

/** The facts of the line marked `// here`; fails when it is not found. */
export async function factsAt(body: string, question: Question): Promise<LineFacts> {
  const look = await lookAt(body, question);
  if (look.kind !== 'found') {
    throw new Error(JSON.stringify(look));
  }

  return look.facts;
}
