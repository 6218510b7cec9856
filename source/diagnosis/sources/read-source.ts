import type {Wait} from '../../gosource/operation.ts';
import type {SourceLook} from '../../gosource/source-reader.ts';
import type {Frame} from '../../profile/model.ts';

/**
 * Looks at the source of a frame. `creator`: where the goroutine was started, given when the frame is that of its
 * first function. `wait`: what it waits for. Must not reject.
 */
export type ReadSource = (frame: Frame, creator: Frame | undefined, wait: Wait) => Promise<SourceLook>;
