/** What may be said of a bug of GoKer, or of the patterns beside it: found by reading each. */
export type Reading = {
  /** Accepted names of patterns, the best first. */
  readonly patterns: readonly string[];
  /**
   * Parts of the functions that are the cause; without it, all that leak but those in WaitGroup.Wait (unless there are
   * no others).
   */
  readonly causes?: readonly string[];
};

const lock = {patterns: ['mutex-not-released']};
const readLock = {patterns: ['rwmutex-nested-read-lock', 'mutex-not-released']};
const gone = {patterns: ['send-receiver-gone', 'send-blocked']};
const blocked = {patterns: ['send-blocked', 'send-receiver-gone']};
const neverSent = {patterns: ['receive-never-sent']};
const context = {patterns: ['context-never-cancelled', 'receive-never-sent']};
/** A lock is held by one who waits for a channel: either may be named. */
const lockAndChannel = {
  patterns: ['send-blocked', 'send-receiver-gone', 'receive-never-sent', 'mutex-not-released'],
};

/** Bug by name, as registered in GOROOT/src/runtime/testdata/testgoroutineleakprofile. */
export const readings: Readonly<Record<string, Reading>> = {
  NilRecv: {patterns: ['nil-channel']},
  NilSend: {patterns: ['nil-channel']},
  SelectNoCases: {patterns: ['select-no-cases']},
  ChanRecv: neverSent,
  ChanSend: gone,
  Select: {patterns: ['select-no-exit']},
  WaitGroup: {patterns: ['waitgroup-never-done']},
  MutexStack: lock,
  MutexHeap: lock,
  RWMutexRLock: readLock,
  RWMutexLock: lock,
  Cond: {patterns: ['cond-never-signalled']},
  Mixed: blocked,
  NoCloseRange: {patterns: ['range-never-closed', 'send-receiver-gone', 'send-blocked']},
  MethodContractViolation: {patterns: ['select-no-exit']},
  DoubleSend: gone,
  EarlyReturn: gone,
  NCastLeak: {patterns: ['send-receiver-gone', 'receive-never-sent', 'send-blocked']},
  Timeout: gone,
  Cockroach584: lock,
  Cockroach1055: {
    patterns: ['waitgroup-never-done', 'receive-never-sent', 'mutex-not-released'],
    causes: ['Cockroach1055.func2.1', 'Cockroach1055.func2.2'],
  },
  Cockroach1462: gone,
  Cockroach2448: {patterns: ['select-no-exit', 'send-blocked']},
  Cockroach3710: readLock,
  Cockroach6181: readLock,
  Cockroach7504: lock,
  Cockroach9935: lock,
  Cockroach10214: lock,
  Cockroach10790: neverSent,
  Cockroach13197: context,
  Cockroach13755: context,
  Cockroach16167: readLock,
  Cockroach18101: gone,
  Cockroach24808: blocked,
  Cockroach25456: {patterns: ['receive-never-sent', 'context-never-cancelled']},
  Cockroach35073: blocked,
  Cockroach35931: blocked,
  Etcd5509: {patterns: ['mutex-not-released', 'rwmutex-nested-read-lock']},
  Etcd6708: readLock,
  Etcd6857: gone,
  Etcd6873: {patterns: ['mutex-not-released', 'receive-never-sent']},
  Etcd7492: lockAndChannel,
  Etcd7902: {patterns: ['receive-never-sent', 'mutex-not-released'], causes: ['doRounds_etcd7902.func1']},
  Etcd10492: lock,
  Grpc660: gone,
  Grpc795: lock,
  Grpc862: context,
  Grpc1275: neverSent,
  Grpc1424: {patterns: ['range-never-closed', 'receive-never-sent']},
  Grpc1460: {patterns: ['receive-never-sent', 'mutex-not-released']},
  Grpc3017: {...lock, causes: ['Grpc3017.func2.1', 'RemoveSubConn.func1']},
  Hugo3251: {...readLock, causes: ['Hugo3251.func2.1']},
  // Locked twice, the second time within a Once.
  Hugo5379: {patterns: ['mutex-not-released', 'once-stuck']},
  Istio16224: lockAndChannel,
  Istio17860: gone,
  Istio18454: lockAndChannel,
  Kubernetes5316: gone,
  Kubernetes6632: lockAndChannel,
  Kubernetes10182: lockAndChannel,
  Kubernetes11298: {
    patterns: ['cond-never-signalled', 'receive-never-sent'],
    causes: ['After_kubernetes11298.func1'],
  },
  Kubernetes13135: lock,
  Kubernetes25331: gone,
  Kubernetes26980: {
    patterns: ['receive-never-sent', 'mutex-not-released'],
    causes: ['Kubernetes26980.func2.1', 'processorListener_kubernetes26980).pop'],
  },
  Kubernetes30872: lock,
  Kubernetes38669: gone,
  Kubernetes58107: {patterns: ['cond-never-signalled', 'mutex-not-released', 'rwmutex-nested-read-lock']},
  Kubernetes62464: readLock,
  Kubernetes70277: neverSent,
  Moby4951: lock,
  Moby7559: lock,
  Moby17176: lock,
  Moby21233: {
    patterns: ['send-receiver-gone', 'send-blocked', 'select-no-exit', 'receive-never-sent'],
    causes: ['Watch.func1', 'testTransfer_moby21233'],
  },
  Moby25348: {patterns: ['waitgroup-never-done']},
  Moby27782: {patterns: ['cond-never-signalled', 'select-no-exit']},
  Moby28462: lockAndChannel,
  Moby30408: {patterns: ['cond-never-signalled'], causes: ['testActive_moby30408.func1']},
  Moby33781: gone,
  Moby36114: lock,
  Serving2137: {...lockAndChannel, causes: ['concurrentRequest.func1']},
  Syncthing4829: readLock,
  Syncthing5795: {...neverSent, causes: ['dispatcherLoop', 'Syncthing5795.func2']},
};
