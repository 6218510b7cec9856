/** Goroutines in dump order, as columns that grow. Offsets count from the start of the dump. */
export type GoroutineColumns = {
  length: number;
  ids: Float64Array;
  createdBy: Float64Array;
  headers: Uint32Array;
  stacks: Uint32Array;
  creators: Uint32Array;
  starts: Float64Array;
  ends: Float64Array;
};

const firstCapacity = 256;

export function createGoroutineColumns(): GoroutineColumns {
  return {
    length: 0,
    ids: new Float64Array(firstCapacity),
    createdBy: new Float64Array(firstCapacity),
    headers: new Uint32Array(firstCapacity),
    stacks: new Uint32Array(firstCapacity),
    creators: new Uint32Array(firstCapacity),
    starts: new Float64Array(firstCapacity),
    ends: new Float64Array(firstCapacity),
  };
}

/** Adds one row of zeros and returns its index. */
export function addRow(columns: GoroutineColumns): number {
  const row = columns.length;
  if (row === columns.ids.length) {
    columns.ids = grown(columns.ids);
    columns.createdBy = grown(columns.createdBy);
    columns.headers = grown(columns.headers);
    columns.stacks = grown(columns.stacks);
    columns.creators = grown(columns.creators);
    columns.starts = grown(columns.starts);
    columns.ends = grown(columns.ends);
  }

  columns.length++;
  return row;
}

function grown<Column extends Float64Array | Uint32Array>(column: Column): Column;
function grown(column: Float64Array | Uint32Array): Float64Array | Uint32Array {
  const larger =
    column instanceof Float64Array ? new Float64Array(column.length * 2) : new Uint32Array(column.length * 2);
  larger.set(column);
  return larger;
}
