// Commands that lead to targets which gorowatch cannot reach by itself yet: ssh, kubectl, socat.

/** What is safe to repeat in a command line for the user to copy. */
const word = /^[\w.][\w.-]*$/;
const digits = /^\d+$/;
const socketPath = /^\/[\w./-]+$/;

/**
 * What to do until gorowatch can reach such a target itself: one sentence with a command; undefined for a scheme
 * that is not one of its ways. A password in the address is never repeated.
 *
 * Example: `ssh`, `ssh://ada@box/localhost:6060` → `Run ssh -N -L 6060:localhost:6060 ada@box, then gorowatch 6060.`
 */
export function adviceForTunnel(scheme: string, text: string): string | undefined {
  const rest = text.slice(text.indexOf('://') + 3);
  switch (scheme) {
    case 'ssh': {
      const [login, ...segments] = rest.split('/');
      // A password may hold an @ of its own: the host begins behind the last one.
      const at = login!.lastIndexOf('@');
      const [user = ''] = login!.slice(0, Math.max(0, at)).split(':');
      const [host = '', port = ''] = login!.slice(at + 1).split(':');
      const [target = '', targetPort = ''] = (segments[0] ?? '').split(':');
      const forward = `-L 6060:${word.test(target) ? target : 'localhost'}:${digits.test(targetPort) ? targetPort : '6060'}`;
      const sshPort = digits.test(port) ? `-p ${port} ` : '';
      const destination = (word.test(user) ? `${user}@` : '') + (word.test(host) ? host : 'HOST');
      return `Run ssh -N ${sshPort}${forward} ${destination}, then gorowatch 6060.`;
    }

    case 'k8s': {
      const segments = rest.split('/').filter((part) => part !== '');
      const [pod = 'POD', port = '6060'] = (segments.at(-1) ?? 'POD').split(':');
      const [namespace, context] = [segments.at(-2), segments.at(-3)];
      const flags = [
        context !== undefined && word.test(context) ? ` --context ${context}` : '',
        namespace !== undefined && word.test(namespace) ? ` -n ${namespace}` : '',
      ].join('');
      const podWord = word.test(pod) ? pod : 'POD';
      return `Run kubectl${flags} port-forward pod/${podWord} 6060:${digits.test(port) ? port : '6060'}, then gorowatch 6060.`;
    }

    case 'unix': {
      const socket = rest.split(':', 1)[0]!;
      const connect = `UNIX-CONNECT:${socketPath.test(socket) ? socket : 'PATH'}`;
      return `Run socat TCP-LISTEN:6060,bind=127.0.0.1,fork ${connect}, then gorowatch 6060.`;
    }

    default:
      return undefined;
  }
}
