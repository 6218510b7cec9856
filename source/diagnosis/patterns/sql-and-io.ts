import {askCollector, type Pattern, titled} from './pattern.ts';

const inPool = 'It cannot prove these: the connection is known to its pool, and the pool is in use.';

/** Databases, pipes, sockets and child processes: what has to be closed, ended or waited for. */
export const sqlAndIoPatterns = {
  'sql-rows-not-closed': {
    name: 'sql-rows-not-closed',
    title: titled('watches', 'watch', 'over a query result that nobody closes'),
    phrase: 'query results not closed',
    cause:
      'A query returned `*sql.Rows`, and they were neither read to the end nor closed: a return inside the loop, or ' +
      '`Query` for a statement whose result is not wanted. They keep their connection out of the pool, and a ' +
      'goroutine that watches for the end of the context.',
    recognised:
      '`database/sql.(*Rows).awaitDone`, status `select`, started by `database/sql.(*Rows).initContextClose`. There ' +
      'is one only for a context that can be cancelled, or inside a transaction: rows of `Query` or of ' +
      '`context.Background()` keep a connection and no goroutine.',
    advice:
      'Close the rows on every way out, right after the error check: `defer rows.Close()`, and look at ' +
      '`rows.Err()` after the loop. Use `Exec` where there is no result, and `QueryRow` for a single row.',
    confirm:
      'Search for `Query` and `QueryContext` without `rows.Close()` on each way out (the linter `sqlclosecheck` ' +
      'does). `db.Stats().InUse` grows with the group.',
    provable: false,
    proof: inPool,
    reference: 'https://go.dev/doc/database/querying',
    scenario: 'sql-rows-not-closed',
  },
  'sql-tx-open': {
    name: 'sql-tx-open',
    title: titled('watches', 'watch', 'over a transaction that nobody ends'),
    phrase: 'transactions not ended',
    cause:
      'A transaction was begun and neither committed nor rolled back, often because of a return after an error in ' +
      'between. It keeps its connection, whatever it has locked in the database, and a goroutine.',
    recognised:
      '`database/sql.(*Tx).awaitDone`, status `chan receive`, started by `database/sql.(*DB).beginDC`. Every open ' +
      'transaction has one; those that work for milliseconds come and go, those that were forgotten pile up.',
    advice:
      'Right after the error check of `BeginTx`, write `defer tx.Rollback()`: after a `Commit` it does nothing but ' +
      'return `sql.ErrTxDone`. Hand `BeginTx` a context with a deadline; its end rolls back.',
    confirm:
      "Search for `Begin` and `BeginTx` without a deferred `Rollback`. The database's own list of sessions shows " +
      'them as idle in a transaction.',
    provable: false,
    proof: inPool,
    reference: 'https://go.dev/doc/database/execute-transactions',
    scenario: 'sql-tx-open',
  },
  'sql-pool-exhausted': {
    name: 'sql-pool-exhausted',
    title: titled('waits', 'wait', 'for a free database connection'),
    phrase: 'waits for a database connection',
    cause:
      'All connections that `SetMaxOpenConns` allows are taken. Usually they are not busy but forgotten, in rows ' +
      'that were not closed or transactions that were not ended; or a goroutine that has one asks for a second.',
    recognised:
      'The status is `select` in `database/sql.(*DB).conn`, with a query of the program below it. It only happens ' +
      'with a limit, as the default has none.',
    advice:
      'First return what is held: `defer rows.Close()`, `defer tx.Rollback()`, and inside a transaction only `tx` ' +
      'and never `db`. Then give queries a deadline (`QueryContext`), and size `SetMaxOpenConns` by what the ' +
      'database bears.',
    confirm:
      '`db.Stats()`: `InUse` stands at `MaxOpenConnections` and `WaitCount` rises. Goroutines in ' +
      '`(*Rows).awaitDone` or `(*Tx).awaitDone` are who holds them.',
    provable: false,
    proof: 'It cannot prove these: a connection could become free, as the pool is in use.',
    reference: 'https://go.dev/doc/database/manage-connections',
    scenario: 'sql-pool-exhausted',
  },
  'pipe-abandoned': {
    name: 'pipe-abandoned',
    title: titled('waits', 'wait', 'at a pipe whose other end was left'),
    phrase: 'pipes whose other end was left',
    cause:
      '`io.Pipe` and `net.Pipe` have no buffer: each write waits for reads, and the other way round. Who reads ' +
      'stopped at an error, or who writes returned, and did not close its end. The same happens at a pipe of a child ' +
      'process that was neither told that its input has ended nor stopped.',
    recognised:
      'The status is `select`, and the innermost function is `io.(*pipe).write`, `io.(*pipe).read`, ' +
      '`net.(*pipe).write` or `net.(*pipe).read`. Of a pipe of the system, status `IO wait` and `os.(*File).Read` ' +
      'called by `bufio` or `io`. And those that had the other end are gone: the function that started these has ' +
      'returned, and nobody is left whom it started beside them.',
    advice:
      'Close both ends on every way out and pass the reason on: `defer pr.Close()` for who reads, and ' +
      '`pw.CloseWithError(err)` for who writes (with `nil` it is an ordinary end of file). Of a child process: close ' +
      'its `StdinPipe` on every way out, start it with `exec.CommandContext`, and `cmd.Wait()`.',
    confirm:
      'Find the two functions that have the ends of this pipe, and follow the ways out of the one that is not ' +
      `waiting. ${askCollector}`,
    provable: true,
    proof:
      'It can prove these once nobody who can still run has the other end, which is the usual case. Wrapped into ' +
      'something that is still in use, such as a request that waits for the network, the pipe stays reachable.',
    reference: 'https://pkg.go.dev/io#Pipe',
    scenario: 'pipe-abandoned',
  },
  'socket-no-deadline': {
    name: 'socket-no-deadline',
    title: titled('waits', 'wait', 'for bytes from the network without a deadline'),
    phrase: 'network reads without a deadline',
    cause:
      'A connection is read from, or written to, without a deadline. The other side is silent, or vanished without ' +
      'a word: then nothing ends the wait except keep-alive probes of the operating system, if at all.',
    recognised:
      'The status is `IO wait`, with `net.(*conn).Read` or `Write` and a caller in the program below it, and the ' +
      'same goroutines at every look. Connections at rest look the same; what counts is that their number grows ' +
      'without coming back. A deadline does not show in the stack; with the source at hand it ' +
      'decides whether a function of the stack has opened the connection itself and set none. Of a connection that ' +
      'two goroutines carry, one each way, the other way has ended with who started both: then nothing ends this one.',
    advice:
      'Before each read, `conn.SetReadDeadline(time.Now().Add(d))` (and `SetWriteDeadline`), and close the ' +
      'connection on every way out and at shutdown: closing wakes up whoever reads.',
    confirm:
      'Compare with `ss -tnp`: connections of this process that the other side no longer has are dead ones. Look ' +
      'for a `SetReadDeadline` before the read.',
    provable: false,
    proof:
      'It cannot prove these: bytes could arrive at any time, as far as anybody in the process can know.',
    reference: 'https://pkg.go.dev/net#Conn',
    scenario: 'socket-no-deadline',
  },
  'exec-wait-missing': {
    name: 'exec-wait-missing',
    title: titled('watches', 'watch', 'over a child process that nobody waits for'),
    phrase: 'child processes nobody waits for',
    cause:
      '`cmd.Start` was called and `cmd.Wait` was not, on one of the ways out. A command with a context keeps a ' +
      'goroutine that watches the context until `Wait`, even when the process has long ended. Unless its ' +
      '`cmd.Process` was waited for, the process stays in the table of the system, as a zombie.',
    recognised:
      '`os/exec.(*Cmd).watchCtx`, status `select` (Go 1.20 and later; before, a function inside ' +
      '`os/exec.(*Cmd).Start`). Goroutines that copy output are functions inside `(*Cmd).Start` in `IO wait`; they ' +
      'end with the process. A running command has these as well: what counts is that they grow, and that there ' +
      'are more of them than goroutines in `(*Cmd).Wait`.',
    advice:
      'After each `Start` that succeeds, call `cmd.Wait()` on every way out, in a goroutine if nobody needs the ' +
      'result: `go func() { _ = cmd.Wait() }()`. `cmd.Run()` does both.',
    confirm:
      'Search for `Start` of a command whose `Wait` is missing on a way out; `ps --ppid PID` marks children that ' +
      'nobody waited for as `<defunct>`. ' +
      askCollector,
    provable: true,
    proof:
      'It can prove these only when the context cannot be cancelled by anybody any more. With a context that lives ' +
      'on, such as that of the server, cancelling it could still wake them up. Goroutines that copy output wait ' +
      'for the system, where the collector cannot follow.',
    reference: 'https://pkg.go.dev/os/exec#Cmd.Start',
    scenario: 'exec-wait-missing',
  },
} satisfies Readonly<Record<string, Pattern>>;
