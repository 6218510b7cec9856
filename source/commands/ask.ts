import {createInterface} from 'node:readline';

/** Whether a question would be seen, and could be answered. */
export function isSomebodyThere(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks on the terminal; anything but yes is no. */
export async function answersYes(question: string): Promise<boolean> {
  return /^y(?:es)?$/i.test((await ask(question)).trim());
}

/** The line that is typed; empty when the input ends without one (ctrl-d). */
function ask(question: string): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({input: process.stdin, output: process.stderr});
    lines.once('SIGINT', () => {
      lines.close();
      // The terminal is in raw mode while a line is edited: ctrl-c is a key then, and the signal is ours to send.
      process.kill(process.pid, 'SIGINT');
    });
    lines.once('close', () => {
      resolve('');
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
