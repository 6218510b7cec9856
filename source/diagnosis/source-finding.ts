/** What reading the source decides that a stack cannot. `file`: the name of the one that a line is in, if it is another. */
export type SourceFinding =
  | {readonly kind: 'operation'; readonly operation: string; readonly channel: string | undefined}
  | {readonly kind: 'unbuffered'; readonly channel: string}
  | {readonly kind: 'buffered'; readonly channel: string; readonly size: string}
  | {readonly kind: 'never-closed'; readonly channel: string; readonly files: number}
  /** `line`: of a `close` that only some ways reach; undefined when one is deferred. */
  | {
      readonly kind: 'closed';
      readonly channel: string;
      readonly line?: number | undefined;
      readonly file?: string | undefined;
    }
  /** It was made in a function that has returned, and was given to nobody but these. */
  | {readonly kind: 'channel-left'; readonly channel: string; readonly function: string}
  /** Who starts them is at `line`, in a loop that ends after so many turns. */
  | {readonly kind: 'counted-start'; readonly function: string; readonly line: number}
  | {readonly kind: 'no-exit-case'; readonly cases: readonly string[]}
  | {readonly kind: 'exit-case'; readonly text: string}
  /** The loop around the wait is left by nothing in it; `line` is that of its `for`. */
  | {readonly kind: 'endless-loop'; readonly line: number}
  /** The loop in `line` can be left: in line `exit`, or, where there is none in it, by its condition. */
  | {readonly kind: 'loop-exit'; readonly line: number; readonly exit?: number | undefined}
  /** A wait that a timer ends, and no loop around it. */
  | {readonly kind: 'ends-by-itself'; readonly text: string}
  /** `Stop` at `line`, after which the channel of a timer or ticker stays silent. */
  | {readonly kind: 'stopped-clock'; readonly text: string; readonly line: number}
  /** Whoever started it can leave at line `exit` before it receives at line `receive`. */
  | {
      readonly kind: 'creator-may-leave';
      readonly exit: number;
      readonly receive: number;
      readonly file?: string | undefined;
    }
  /** Whoever started it receives once, at a line. */
  | {readonly kind: 'receives-once'; readonly line: number; readonly file?: string | undefined}
  /** A function can return at line `exit` while it has the lock, or waits for something at line `wait` before it unlocks. */
  | {
      readonly kind: 'lock-kept';
      readonly lock: string;
      readonly function: string;
      readonly exit?: number | undefined;
      readonly wait?: number | undefined;
      readonly operation?: string | undefined;
      readonly file?: string | undefined;
    }
  /** A function returns at line `exit` of `exitFile` with the lock, which `release` gives back at line. */
  | {
      readonly kind: 'lock-handed-over';
      readonly lock: string;
      readonly function: string;
      readonly exit: number;
      readonly exitFile?: string | undefined;
      readonly release: string;
      readonly line: number;
      readonly file?: string | undefined;
    }
  /** The lock is given back by a `defer` at line. */
  | {readonly kind: 'unlock-deferred'; readonly lock: string; readonly line: number}
  /**
   * Sending takes one of the slots that the channel has room for, `release` gives it back at line; `function` can leave
   * at line `exit` of `exitFile` before that, where the source shows such a way out.
   */
  | {
      readonly kind: 'slots';
      readonly channel: string;
      readonly release: string;
      readonly line: number;
      readonly file?: string | undefined;
      readonly function?: string | undefined;
      readonly exit?: number | undefined;
      readonly exitFile?: string | undefined;
    }
  /** A function can leave at line `exit` without `Done`. */
  | {
      readonly kind: 'done-missed';
      readonly group: string;
      readonly function: string;
      readonly exit: number;
      readonly file?: string | undefined;
    }
  /** A function of the stack has opened, at `line`, the connection that is waited on, and sets no deadline. */
  | {
      readonly kind: 'own-connection';
      readonly function: string;
      readonly text: string;
      readonly line: number;
      readonly isLoop: boolean;
    }
  /** Line of a loop that goes round without waiting. */
  | {readonly kind: 'never-waits'; readonly line: number};
