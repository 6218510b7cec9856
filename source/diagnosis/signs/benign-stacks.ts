import type {Family} from '../../profile/wait-reason.ts';

/** A stack that healthy programs have. */
export type BenignStack = {
  /** As `Frame.function` has them; any one suffices. Vendored copies count as well. */
  readonly functions: readonly string[];
  /** Where the function stands: innermost, outermost, or anywhere between. Frames of the runtime do not count. */
  readonly position: 'top' | 'bottom' | 'any';
  /** Waits that are meant; absent: whatever the goroutine waits for. */
  readonly families?: readonly Family[];
  /** A function that has to be in the stack, too. */
  readonly also?: string;
  /** A function whose presence says that the goroutine is busy with something else. */
  readonly without?: string;
  readonly why: string;
  /** There is one for each object that the program makes, such as a cache: their growth is judged as any other. */
  readonly isPerObject?: true;
};

/** Waits that a program's main goroutine, or one that serves, may have for as long as the program runs. */
const restingFamilies: readonly Family[] = [
  'chan receive',
  'select',
  'waitgroup',
  'cond',
  'sleep',
  'IO wait',
  'syscall',
];

const grpc = 'google.golang.org/grpc';
const transport = `${grpc}/internal/transport`;

/**
 * Known stacks of healthy programs, while their number stays or moves with the load.
 *
 * Left out on purpose: the writeLoop of HTTP clients, whose stack is the same beside a reader that waits for a body to
 * be closed, and watchCtx of os/exec, which is also how a Wait that is missing shows.
 * Source: Go 1.15–1.27, and the lists that goleak, grpc-go, Kubernetes and TiDB keep for their own tests.
 */
export const benignStacks: readonly BenignStack[] = [
  {
    functions: ['main.main'],
    position: 'bottom',
    families: restingFamilies,
    why: 'the main goroutine, which waits for the program to end',
  },
  {
    functions: ['os/signal.signal_recv', 'os/signal.loop'],
    position: 'top',
    why: 'waits for signals of the operating system',
  },
  {
    functions: ['os/signal.NotifyContext.func1'],
    position: 'top',
    families: ['select'],
    why: 'waits for a signal or the end of its context',
  },
  {
    functions: ['internal/poll.(*FD).Accept'],
    position: 'any',
    families: ['IO wait'],
    why: 'accepts connections',
  },
  {
    functions: ['net/http.(*conn).serve'],
    position: 'bottom',
    families: ['IO wait'],
    also: 'net/http.(*connReader).Read',
    without: 'net/http.serverHandler.ServeHTTP',
    why: 'a connection between two requests',
  },
  {
    functions: ['net/http.(*connReader).backgroundRead'],
    position: 'any',
    families: ['IO wait'],
    why: 'notices when the client of a request hangs up',
  },
  {
    functions: ['net/http.(*persistConn).readLoop'],
    position: 'any',
    families: ['IO wait'],
    why: 'a client connection kept for the next request',
  },
  {
    functions: [
      'net/http.(*http2clientConnReadLoop).run',
      'net/http/internal/http2.(*clientConnReadLoop).run',
      'golang.org/x/net/http2.(*clientConnReadLoop).run',
    ],
    position: 'any',
    families: ['IO wait'],
    why: 'reads an HTTP/2 connection to a server',
  },
  {
    functions: [
      'net/http.(*http2serverConn).serve',
      'net/http/internal/http2.(*serverConn).serve',
      'golang.org/x/net/http2.(*serverConn).serve',
    ],
    position: 'top',
    families: ['select'],
    why: 'serves an HTTP/2 connection',
  },
  {
    functions: [
      'net/http.(*http2serverConn).readFrames',
      'net/http/internal/http2.(*serverConn).readFrames',
      'golang.org/x/net/http2.(*serverConn).readFrames',
    ],
    position: 'bottom',
    families: ['IO wait', 'select'],
    why: 'reads an HTTP/2 connection from a client',
  },
  {
    functions: ['database/sql.(*DB).connectionOpener', 'database/sql.(*DB).connectionCleaner'],
    position: 'top',
    families: ['select'],
    why: 'looks after a pool of database connections',
    isPerObject: true,
  },
  {
    functions: ['testing.(*T).Run', 'testing.(*T).Parallel', 'testing.(*B).run1', 'testing.(*F).Fuzz'],
    position: 'top',
    families: ['chan receive'],
    why: 'waits for other tests',
  },
  {functions: ['runtime/pprof.profileWriter'], position: 'any', why: 'writes a CPU profile'},
  {
    functions: ['runtime.ReadTrace', 'runtime/trace.Start.func1', 'runtime.ensureSigM.func1'],
    position: 'any',
    why: 'belongs to the runtime',
  },

  {
    functions: [
      `${grpc}.(*ccBalancerWrapper).watcher`,
      `${grpc}.(*ccResolverWrapper).watcher`,
      `${grpc}.(*addrConn).resetTransport`,
      `${grpc}/internal/grpcsync.(*CallbackSerializer).run`,
      `${grpc}/internal/resolver/dns.(*dnsResolver).watcher`,
      `${transport}.(*controlBuffer).get`,
      `${transport}.(*http2Client).keepalive`,
      `${transport}.(*http2Server).keepalive`,
    ],
    position: 'top',
    families: ['select'],
    why: 'looks after a gRPC connection',
  },
  {
    functions: [`${transport}.(*http2Client).reader`, `${transport}.(*http2Server).HandleStreams`],
    position: 'any',
    families: ['IO wait'],
    why: 'reads a gRPC connection',
  },
  {
    functions: [`${grpc}.(*Server).serverWorker`],
    position: 'top',
    families: ['chan receive'],
    why: 'a gRPC worker that waits for a request',
  },

  {
    functions: [
      'github.com/golang/glog.(*loggingT).flushDaemon',
      'github.com/golang/glog.(*fileSink).flushDaemon',
      'k8s.io/klog.(*loggingT).flushDaemon',
      'k8s.io/klog/v2.(*loggingT).flushDaemon',
      'k8s.io/klog/v2.(*flushDaemon).run.func1',
    ],
    position: 'top',
    families: ['select', 'chan receive'],
    why: 'writes logs to disk from time to time',
  },
  {
    functions: [
      'gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun',
      'github.com/natefinch/lumberjack.(*Logger).millRun',
    ],
    position: 'top',
    families: ['chan receive'],
    why: 'removes old log files, one for each logger',
    isPerObject: true,
  },
  {
    functions: [
      'go.opencensus.io/stats/view.(*worker).start',
      'go.opentelemetry.io/otel/sdk/trace.(*batchSpanProcessor).processQueue',
      'go.opentelemetry.io/otel/sdk/metric.(*PeriodicReader).run',
    ],
    position: 'top',
    families: ['select'],
    why: 'collects telemetry',
    isPerObject: true,
  },

  {
    functions: [
      'go.etcd.io/etcd/client/pkg/v3/logutil.(*MergeLogger).outputLoop',
      'go.etcd.io/etcd/pkg/logutil.(*MergeLogger).outputLoop',
      'github.com/coreos/etcd/pkg/logutil.(*MergeLogger).outputLoop',
      'go.etcd.io/etcd/client/v3.(*lessor).deadlineLoop',
      'go.etcd.io/etcd/clientv3.(*lessor).deadlineLoop',
      'github.com/syndtr/goleveldb/leveldb.(*DB).mpoolDrain',
      'github.com/tikv/client-go/v2/txnkv/transaction.keepAlive',
      'github.com/hashicorp/raft.(*Raft).runFSM',
      'github.com/hashicorp/raft.(*Raft).runSnapshots',
      'github.com/hashicorp/golang-lru/v2/expirable.NewLRU[...].func1',
      'github.com/jackc/pgx/v4/pgxpool.(*Pool).backgroundHealthCheck',
      'github.com/jackc/pgx/v5/pgxpool.(*Pool).backgroundHealthCheck',
    ],
    position: 'top',
    families: ['select'],
    why: 'housekeeping of a storage library',
    isPerObject: true,
  },
  {
    functions: [
      'k8s.io/client-go/util/workqueue.(*Type).updateUnfinishedWorkLoop',
      'k8s.io/client-go/util/workqueue.(*Typed[...]).updateUnfinishedWorkLoop',
      'k8s.io/client-go/util/workqueue.(*delayingType).waitingLoop',
      'k8s.io/client-go/util/workqueue.(*delayingType[...]).waitingLoop',
      'github.com/moby/spdystream.(*Connection).shutdown',
      'github.com/docker/spdystream.(*Connection).shutdown',
    ],
    position: 'top',
    families: ['select'],
    why: 'housekeeping of a Kubernetes library',
  },
  {
    functions: [
      'k8s.io/client-go/tools/cache.(*controller).processLoop',
      'k8s.io/client-go/tools/cache.(*Reflector).ListAndWatch',
      'k8s.io/client-go/tools/cache.(*Reflector).ListAndWatchWithContext',
      'k8s.io/client-go/tools/cache.(*Reflector).watchHandler',
      'k8s.io/client-go/tools/cache.handleAnyWatch',
    ],
    position: 'any',
    families: ['select', 'cond'],
    why: 'watches objects of Kubernetes',
  },
];
