export type {Style, StyleName, Theme} from '../terminal/theme.ts';
