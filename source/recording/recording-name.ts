import {fileSubject} from '../saving/file-subject.ts';

/** `localhost-6060-20261121T134640Z.gorowatch` */
export function recordingName(target: string, wallMs: number): string {
  return `${fileSubject({target, wallMs, total: undefined, reason: ''})}.gorowatch`;
}
