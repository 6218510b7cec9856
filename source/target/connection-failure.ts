// Why a target could not be asked, in words that help: from error codes of sockets, TLS and undici.

import {errorCode} from './error-code.ts';
import {escapeText} from './escape.ts';
import {givenUp, TargetError} from './target-error.ts';

/** How far an exchange had come when it failed. */
type Progress = {
  readonly name: string;
  readonly sent: boolean;
  /** Bytes of the body; undefined before the head of the answer. */
  readonly received: number | undefined;
};

const unreachable: Readonly<Record<string, string>> = {
  ENOTFOUND: 'has a host name that is not known',
  EAI_AGAIN: 'has a host name that cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'is on a network that cannot be reached from here',
  EADDRNOTAVAIL: 'cannot be reached from here',
  EACCES: 'may not be connected to from here',
  EPERM: 'may not be connected to from here',
};
const givenUpCodes = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'UND_ERR_ABORTED']);
const closedCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED']);
const tlsCode =
  /^(?:ERR_TLS|ERR_SSL|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;
const wrongCertificate =
  /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|CRL_)/;
const checkAddress = 'Check that the address is that of a Go process with net/http/pprof.';
const maxBannerCharacters = 40;

/** Says what an error of undici, of a socket or of TLS means to someone who wants to look at a process. */
export function explainFailure(error: Error, {name, sent, received}: Progress): TargetError {
  const code = errorCode(error) ?? '';
  if (givenUpCodes.has(code)) {
    return givenUp(name);
  }

  if (received !== undefined) {
    return new TargetError(
      'cut short',
      `${name} broke off its answer: ${received} bytes arrived.`,
      'The process may have ended or restarted: try again.',
    );
  }

  if (code === 'ECONNREFUSED') {
    return new TargetError(
      'refused',
      `Nothing listens on ${name}.`,
      'Start the process, and check which port its net/http/pprof server listens on.',
    );
  }

  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return new TargetError(
      'timed out',
      `${name} could not be connected to in time.`,
      'Check the host, the port and firewalls on the way; a port that is closed to the network is reached with ssh -L.',
    );
  }

  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') {
    return new TargetError('too large', `${name} sends headers without end.`, checkAddress);
  }

  // undici leaves the code of some parser errors out.
  if (error.name === 'HTTPParserError' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return new TargetError(
      'not pprof',
      `${name} answers something that is not HTTP${bannerOf(error)}.`,
      checkAddress,
    );
  }

  if (tlsCode.test(code)) {
    return explainTls(code, name);
  }

  const what = unreachable[code];
  if (what !== undefined) {
    return new TargetError(
      'unreachable',
      `${name} ${what}.`,
      'Check the spelling of the address and the network.',
    );
  }

  return closedCodes.has(code) && sent
    ? new TargetError(
        'unreachable',
        `${name} closed the connection without an answer.`,
        'The process may have ended, or the port may be another server’s; if it serves TLS, write https://.',
      )
    : new TargetError(
        'unreachable',
        `${name} could not be reached (${escapeText(code === '' ? error.message : code)}).`,
        'Check the address, and that the process is running.',
      );
}

function explainTls(code: string, name: string): TargetError {
  return wrongCertificate.test(code)
    ? new TargetError(
        'tls',
        `${name} has a certificate that this machine does not trust (${code}).`,
        'Use the name the certificate is made for, or set NODE_EXTRA_CA_CERTS to the file of its authority.',
      )
    : new TargetError(
        'tls',
        `${name} cannot be spoken to over TLS (${code}).`,
        'If it serves plain HTTP, write http:// instead of https://.',
      );
}

/** What a server of another kind says of itself, such as `SSH-2.0-OpenSSH_9.2`. */
function bannerOf(error: Error): string {
  const text = 'data' in error && typeof error.data === 'string' ? error.data.trim() : '';
  if (text.startsWith('\u0015\u0003')) {
    return ' but TLS: write https:// instead';
  }

  const line = text.split(/[\r\n]/, 1)[0]!.slice(0, maxBannerCharacters);
  return /^[\x20-\x7e]+/.test(line) ? `: it says "${escapeText(line)}"` : '';
}
