import {expect, test} from 'vitest';
import {factsAt} from './memory-files.ts';

/** The functions that receive what `rows` sends, with the first line of those that are literals. */
async function receiversIn(rest: string) {
  const body = `
func rows() <-chan string {
	made := make(chan string)
	go func() {
		made <- "x" // here
	}()
	return made
}
${rest}
`;
  const {receivers} = await factsAt(body, {function: 'rows.func1'});
  return receivers.map(({name, literal}) => [name, literal?.[0]]);
}

const decode = `
func decode(skip int, in <-chan string) {
	go func() {
		for range in {
		}
	}()
}
`;

test.each([
  ['whoever ranges over the call', 'func total() {\n\tfor range rows() {\n\t}\n}', [['total', undefined]]],
  ['whoever receives once', 'func first() string { return <-rows() }', [['first', undefined]]],
  [
    'a literal in the function that it is given to',
    `func total() { decode(3, rows()) }\n${decode}`,
    [['decode', 13]],
  ],
  [
    'a variable that gets it, and the function that this is given to',
    `func total() {\n\tall := rows()\n\t<-all\n\tdecode(3, all)\n}\n${decode}`,
    [
      ['total', undefined],
      ['decode', 17],
    ],
  ],
  ['nobody, where it is given for another parameter', `func total() { decode(rows(), nil) }\n${decode}`, []],
  ['nobody, where it is kept', 'func keep(s *sink) { s.in = rows() }', []],
])('who receives from a channel that a function returns: %s', async (_what, rest, receivers) => {
  expect(await receiversIn(rest)).toEqual(receivers);
});
