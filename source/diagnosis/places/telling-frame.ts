import {innermostUserFrame, isStandardLibrary} from '../../profile/frame.ts';
import type {Frame} from '../../profile/model.ts';

/**
 * In stacks of the standard library alone, the function by which a leak is known: the innermost is the same select for
 * all, the outermost often only starts it.
 */
const signatures =
  /^(?:net\/http\.\(\*Server\)\.Serve|net\/http\.\(\*persistConn\)\.(?:readLoop|writeLoop)|net\/http\.\(\*http2clientStream\)\.writeRequest|.*[/.]http2\.\(\*clientStream\)\.writeRequest|database\/sql\.\(\*(?:Rows|Tx)\)\.awaitDone|os\/exec\.\(\*Cmd\)\.watchCtx|context\.\(\*cancelCtx\)\.propagateCancel\.func\d+)$/;

/** Where a person looks first: their own code, or by what this kind of goroutine is known. */
export function tellingFrame(stack: readonly Frame[]): Frame | undefined {
  const frame = innermostUserFrame(stack);
  if (frame !== undefined && !isStandardLibrary(frame)) return frame;
  return stack.find(({function: name}) => signatures.test(name)) ?? frame;
}
