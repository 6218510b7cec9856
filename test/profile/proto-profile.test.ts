import {gzipSync} from 'node:zlib';
import {
  Function as ProfileFunction,
  Label,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import {describe, expect, test} from 'vitest';
import {DecodeError} from '../../source/profile/decode-error.ts';
import {maxFramesPerStack, maxSamples, maxStringBytes} from '../../source/profile/proto-limits.ts';
import {decode, fixture, releases} from './fixtures.ts';

type Row = {
  count: number | bigint;
  functions: string[];
  labels?: Record<string, string | number>;
  times?: number;
};

/** A profile.proto with one location per function; lines are 1, 2, … */
function profile(rows: readonly Row[], kind = 'goroutine'): Uint8Array {
  const stringTable = new StringTable();
  const names = [...new Set(rows.flatMap((row) => row.functions))];
  const type = () => new ValueType({type: stringTable.dedup(kind), unit: stringTable.dedup('count')});
  return new Profile({
    sampleType: [type()],
    periodType: type(),
    stringTable,
    function: names.map(
      (name, index) =>
        new ProfileFunction({
          id: index + 1,
          name: stringTable.dedup(name),
          filename: stringTable.dedup('/a.go'),
        }),
    ),
    location: names.map(
      (_, index) => new Location({id: index + 1, line: [new Line({functionId: index + 1, line: index + 1})]}),
    ),
    sample: rows.map(
      ({count, functions, labels = {}, times = 1}) =>
        new Sample({
          locationId: Array.from({length: times}, () =>
            functions.map((name) => names.indexOf(name) + 1),
          ).flat(),
          value: [count],
          label: Object.entries(labels).map(
            ([key, value]) =>
              new Label({
                key: stringTable.dedup(key),
                ...(typeof value === 'string' ? {str: stringTable.dedup(value)} : {num: value}),
              }),
          ),
        }),
    ),
  }).encode();
}

const singleGoroutine = (id: number, state: string) => ({
  count: 1,
  functions: ['main.f'],
  labels: {
    'go::goroutine': id,
    'go::goroutine_created_by': 1,
    'go::goroutine_state': state,
    'go::goroutine_wait_minutes': 5,
    app: 'x',
  },
});

const varint = (value: number | bigint): number[] => {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest >= 128n) {
    bytes.push(Number(rest % 128n) + 128);
    rest /= 128n;
  }

  return [...bytes, Number(rest)];
};

const field = (number: number, content: readonly number[]) => [
  ...varint(number * 8 + 2),
  ...varint(content.length),
  ...content,
];
const header = [
  ...field(1, [8, 1, 16, 2]),
  ...field(6, []),
  ...field(6, [...Buffer.from('goroutine')]),
  ...field(6, [...Buffer.from('count')]),
];

async function rejected(bytes: Uint8Array): Promise<DecodeError> {
  const error: unknown = await decode(bytes).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DecodeError);
  return error as DecodeError;
}

describe('debug=0', () => {
  test('every entry of a delta profile is read, negative ones too', async () => {
    for (const release of releases) {
      const {groups, complete} = await decode(fixture(`${release}/delta.pb.gz`));
      expect(complete).toBe(true);
      expect(groups.some((group) => group.count < 0)).toBe(true);
      expect(groups.every((group) => Number.isSafeInteger(group.count))).toBe(true);
    }
  });

  test('goroutines in C are in a system call', async () => {
    const {groups, total} = await decode(fixture('special/cgo-go1.27.pb.gz'));

    expect(total).toBe(4);
    expect(
      groups
        .filter((group) => group.identity.stack[0]?.function === 'main._Cfunc_mysleep')
        .map((group) => group.identity.family),
    ).toEqual(['syscall', 'syscall']);
  });

  test('a sample without a stack can run, and is left out of a leak profile', async () => {
    const rows = [
      {count: 3, functions: []},
      {count: 1, functions: ['main.f']},
    ];

    expect(await decode(profile(rows))).toMatchObject({
      total: 4,
      groups: [{status: 'runnable', identity: {stack: []}}, {}],
    });
    expect(await decode(profile(rows, 'goroutineleak'))).toMatchObject({total: 1, groups: [{leaked: 1}]});
  });

  test('values saturate instead of wrapping', async () => {
    const {groups, total} = await decode(
      profile([
        {count: 2n ** 63n - 1n, functions: ['main.a']},
        {count: 2n ** 63n - 1n, functions: ['main.b']},
        {count: 2n ** 64n - 5n, functions: ['main.c']},
      ]),
    );

    expect(groups.map((group) => group.count)).toEqual([
      Number.MAX_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
      -5,
    ]);
    expect(total).toBe(Number.MAX_SAFE_INTEGER - 5);
  });

  test('numeric labels are labels, and a name that is not UTF-8 is shown by its bytes', async () => {
    const bytes = Buffer.from(
      profile([{count: 1, functions: ['main.XY'], labels: {shard: 7, tenant: 'acme'}}]),
    );
    bytes[bytes.indexOf('main.XY') + 5] = 0x9b;
    const {groups} = await decode(new Uint8Array(bytes));

    expect(groups[0]!.identity.labels).toEqual({shard: '7', tenant: 'acme'});
    expect(groups[0]!.identity.stack[0]!.function).toBe(String.raw`main.\x9bY`);
  });

  test('CockroachDB’s profile of single goroutines gives ids, states and minutes', async () => {
    const {groups} = await decode(
      profile([
        singleGoroutine(7, 'chan receive'),
        singleGoroutine(8, 'chan receive'),
        singleGoroutine(9, 'select'),
      ]),
    );

    expect(groups).toMatchObject([
      {status: 'chan receive', count: 2, identity: {labels: {app: 'x'}}},
      {status: 'select', count: 1},
    ]);
    expect([...groups[0]!.members!.ids]).toEqual([7, 8]);
    expect([...groups[0]!.members!.waitMinutes]).toEqual([5, 5]);
  });

  test('an unknown field of any kind does no harm', async () => {
    const bytes = Uint8Array.from([
      ...profile([{count: 1, functions: ['main.f']}]),
      ...varint(20 * 8 + 1),
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      ...varint(300 * 8 + 5),
      1,
      2,
      3,
      4,
    ]);

    expect(await decode(bytes)).toMatchObject({total: 1, complete: true});
  });

  test('a location that does not exist leaves the rest of the stack, and the snapshot incomplete', async () => {
    const bytes = Uint8Array.from([
      ...header,
      ...field(2, [...field(1, [1, 99]), ...field(2, [4])]),
      ...field(4, [8, 1, ...field(4, [8, 1, 16, 3])]),
    ]);

    expect(await decode(bytes)).toMatchObject({total: 4, complete: false});
  });
});

describe('hostile profiles', () => {
  test('too many samples are refused by name', async () => {
    const samples = Buffer.concat(Array.from({length: maxSamples + 1}, () => Buffer.from(field(2, []))));

    expect(await rejected(new Uint8Array(Buffer.concat([Buffer.from(header), samples])))).toMatchObject({
      kind: 'too-large',
      message: expect.stringMatching(/250,000 samples/) as string,
    });
  });

  test('too many strings are refused before they are decoded', async () => {
    const strings = Buffer.alloc(2 * 3_000_000, Buffer.from(field(6, [])));

    expect(
      await rejected(new Uint8Array(gzipSync(Buffer.concat([Buffer.from(header), strings]), {level: 1}))),
    ).toMatchObject({kind: 'too-large'});
  });

  test('a stack of a million frames is cut, and a long name too', async () => {
    const {groups} = await decode(
      profile([
        {count: 1, functions: ['main.deep'], times: 1_000_000},
        {count: 1, functions: [`main.${'x'.repeat(1_000_000)}`]},
      ]),
    );

    expect(groups[0]!.identity.stack).toHaveLength(maxFramesPerStack);
    expect(groups[1]!.identity.stack[0]!.function).toHaveLength(maxStringBytes + 1);
  });

  test.each([
    ['a length of 2⁶²', [...header, ...varint(18), ...varint(2n ** 62n)]],
    ['a number of eleven bytes', [...header, 0x48, ...Array.from({length: 11}, () => 0xff)]],
    ['a group, which profiles never hold', [...header, 0x13]],
    ['a field that ends early', [...header, 0x12, 0x05, 0x0a]],
    ['a value of the wrong kind inside a sample', [...header, ...field(2, [0x09, 1, 2, 3, 4, 5, 6, 7, 8])]],
  ])('%s is damage', async (_, bytes) => {
    expect(await rejected(Uint8Array.from(bytes))).toMatchObject({kind: 'damaged'});
  });

  test('a gigabyte of zeros is refused at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));

    expect(await rejected(new Uint8Array(bomb))).toMatchObject({kind: 'too-large'});
  });

  test('half a gzip is damage', async () => {
    const whole = fixture('go1.27/g0.pb.gz');

    expect(await rejected(whole.subarray(0, whole.length / 2))).toMatchObject({kind: 'damaged'});
    expect(await rejected(whole.subarray(0, 5))).toMatchObject({kind: 'damaged'});
  });

  test('profiles of something else are called by name', async () => {
    expect(await rejected(profile([{count: 1, functions: ['main.f']}], 'alloc_space'))).toMatchObject({
      kind: 'other-profile',
      message: expect.stringMatching(/alloc_space/) as string,
    });
    expect(await rejected(fixture('go1.27/tc.txt'))).toMatchObject({
      kind: 'other-profile',
      message: expect.stringMatching(/threadcreate/) as string,
    });
  });
});
