// The styles that text on the screen can have, by what they mean.

export type Style = (text: string) => string;

/** What a piece of text means; how it looks is up to the theme. */
export const styleNames = [
  /** Plain text. */
  'text',
  'title',
  /** Headings of columns and sections. */
  'heading',
  /** Units, hints, separators: read last. */
  'muted',
  /** The cursor's row, and modes that must not be missed. */
  'selected',
  /** The cursor's row in a list that does not have the keys. */
  'selectedMuted',
  'accent',
  'good',
  'warning',
  'danger',
  /** A count that rose, and one that fell: beside their `+` and `-`. */
  'up',
  'down',
  /** Frames of the standard library and the runtime. */
  'library',
  /** The user's own code. */
  'own',
  'live',
  'paused',
  'lost',
  'replay',
  /** The banner of a fired alert. */
  'alert',
  'threshold',
  'baseline',
  'axis',
  'curve',
  'spark',
  /** A key in the footer and in the help. */
  'key',
  /** Where a search found something. */
  'match',
] as const;

export type StyleName = (typeof styleNames)[number];

export type Theme = Readonly<Record<StyleName, Style>>;

/** Text as it is, for what leaves the screen. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name is there
export const plainTheme = Object.fromEntries(
  styleNames.map((name) => [name, (text: string) => text]),
) as Theme;

/** The same theme for a picture that is no longer true: all of it is read last, only the cursor still stands out. */
export function faded(theme: Theme): Theme {
  const {muted, selected, selectedMuted} = theme;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name is there
  const all = Object.fromEntries(styleNames.map((name) => [name, muted])) as Theme;
  return {...all, selected, selectedMuted};
}
