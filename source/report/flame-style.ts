// The colours of a flame graph: one for each kind of wait, on paper and in the dark.

import {families, type Family} from '../profile/wait-reason.ts';

/** Hue in degrees and saturation in percent; what is alike in kind is alike in colour. */
const colours: Readonly<Record<Family, readonly [hue: number, saturation: number]>> = {
  'chan send': [8, 82],
  'chan receive': [28, 88],
  select: [48, 88],
  sleep: [205, 22],
  'IO wait': [212, 80],
  mutex: [276, 62],
  cond: [300, 52],
  waitgroup: [330, 66],
  semacquire: [252, 58],
  syscall: [178, 52],
  runnable: [128, 45],
  running: [104, 60],
  coroutine: [74, 48],
  GC: [28, 26],
  other: [0, 0],
};

/** Lightness in percent: of functions, and of what they wait for. Black on the light ones, white on the dark. */
const lightness = {light: {call: 87, wait: 75}, dark: {call: 20, wait: 29}} as const;

/** The class of blocks in which all goroutines wait for the same. */
export function familyClass(family: Family): string {
  return `f${families.indexOf(family)}`;
}

function coloursOf(mode: 'light' | 'dark'): string {
  const {call, wait} = lightness[mode];
  // In the dark, colours as strong as on paper would glare.
  const strength = mode === 'light' ? 1 : 0.7;
  return families
    .map((family) => {
      const [hue, saturation] = colours[family];
      const fill = (light: number) => `fill:hsl(${hue},${Math.round(saturation * strength)}%,${light}%)`;
      const name = `.flame-graph .${familyClass(family)}`;
      return `${name}{${fill(call)}}${name}.w{${fill(wait)}}`;
    })
    .join('\n');
}

/** The style of a flame graph. Paper is light, whatever the screen is. */
export const flameStyle = `
.flame-graph text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#14181d;stroke:none}
.flame-graph .l{fill:#4a535d}
.flame-graph .k{fill:#57606a}
.flame-graph rect{fill:#e4e8ec}
.flame-graph .n{fill:#cfd6dd}
${coloursOf('light')}
@media screen and (prefers-color-scheme: dark){
.flame-graph text{fill:#eef2f6}
.flame-graph .l{fill:#b9c3cd}
.flame-graph .k{fill:#9aa5b1}
.flame-graph rect{fill:#262e37}
.flame-graph .n{fill:#3a444f}
${coloursOf('dark')}
}
`;
