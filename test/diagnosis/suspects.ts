import type {Followed} from '../../source/diagnosis/places/followed.ts';
import {placesOf} from '../../source/diagnosis/places/place.ts';
import {recognise} from '../../source/diagnosis/recognise.ts';
import type {Signs} from '../../source/diagnosis/signs/signs.ts';
import type {Suspect} from '../../source/diagnosis/suspect.ts';
import type {Family} from '../../source/profile/wait-reason.ts';
import {group} from '../helpers/session.ts';

export type SuspectOptions = Partial<Pick<Suspect, 'level' | 'pattern' | 'isVictim' | 'createdBy'>> & {
  readonly ids?: readonly number[];
  readonly count?: number;
  readonly stuckLock?: Signs['stuckLock'];
};

/** Goroutines at a place for which something speaks; innermost frame first. */
export function suspect(family: Family, stack: readonly string[], options: SuspectOptions = {}): Suspect {
  const {ids = [], count = Math.max(1, ids.length), level = 'likely', stuckLock} = options;
  const [place] = placesOf([group(count, family, stack)]).values();
  const pattern = options.pattern ?? recognise(place!);
  return {
    signs: {
      place: place!,
      pattern,
      trend: undefined,
      followed: undefined,
      creators: [],
      starters: {all: 0, gone: 0},
      benign: undefined,
      withConnection: 0,
      isCoupled: false,
      hasHalted: false,
      stuckLock,
      lockPile: undefined,
      sleep: undefined,
      connection: undefined,
      ways: undefined,
      endedReceiver: undefined,
      requests: 0,
      answersRead: 0,
      isSaved: false,
      isDeadlock: false,
      spinning: [],
    },
    level,
    pattern,
    ids,
    createdBy: options.createdBy ?? ids.map(() => 0),
    relations: [],
    isVictim: options.isVictim ?? false,
    joined: [],
  };
}

/** So many came while they were followed, and all of them stayed. */
export function followedWith(settled: number): Followed {
  return {
    looks: 20,
    overMs: 20_000,
    fromStart: 0,
    startLeft: 0,
    startBrief: 0,
    working: 0,
    settled,
    settledLeft: 0,
    stayMs: 4000,
    stayed: settled,
    arrivals: settled,
    arrivalLooks: settled,
    keepsComing: true,
    slowsDown: false,
    settledIds: [],
    areOrphans: false,
  };
}

/** Where a person looks first, of each. */
export function namesOf(suspects: readonly Suspect[]): readonly (string | undefined)[] {
  return suspects.map(({signs}) => signs.place.frame?.function);
}
