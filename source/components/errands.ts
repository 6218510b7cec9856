import {errorSentence} from '../view/output/error-sentence.ts';
import type {Notice} from '../view/inspector/inspector-state.ts';

/** What keys set going beyond the screen, and whose outcome is told. */
type Errands = {
  /**
   * Says what is being done, does it, and tells the outcome. A key that is held down must not do it again and again;
   * another errand, named otherwise, goes on beside it.
   */
  readonly once: (errand: string, meanwhile: string, work: () => Promise<string>) => void;
  /** Tells the outcome of something, or why it failed. */
  readonly tell: (work: () => Promise<Notice>) => Promise<void>;
};

export function createErrands(say: (text: string, kind: Notice['kind']) => void): Errands {
  const underWay = new Set<string>();

  async function tell(work: () => Promise<Notice>): Promise<void> {
    try {
      const {text, kind} = await work();
      say(text, kind);
    } catch (error) {
      say(errorSentence(error), 'problem');
    }
  }

  return {
    tell,
    once(errand, meanwhile, work) {
      say(meanwhile, 'good');
      if (underWay.has(errand)) return;
      underWay.add(errand);
      void tell(async () => {
        try {
          return {text: await work(), kind: 'good'};
        } finally {
          underWay.delete(errand);
        }
      });
    },
  };
}
