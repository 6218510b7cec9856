import type {Arguments} from './read-arguments.ts';

export async function demo(_given: Arguments): Promise<number> {
  return 0;
}
