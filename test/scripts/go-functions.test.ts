import {expect, test} from 'vitest';
import {commentOf, goFunctions, reachedFrom} from '../../scripts/go-functions.ts';

const source = `// Package shop sells.
package shop

// Sale is what it is about.
//
// What goes wrong: nobody
// pays.
var Sale = scenario.Scenario{
	Name: "sale",
}

type Till struct {
	open bool
}

// Open opens.
func (t *Till) Open() error {
	if t.open {
		return errors.New("Close was forgotten")
	}
	return nil
}

func (t *Till) Close() { t.open = false }

func sell[T any](item T) {
	till := new(Till)
	till.Open() // not Close
}
`;

test('functions are found with the comments above them, on one line or several', () => {
  const functions = goFunctions(source);
  expect(functions.map(({name}) => name)).toEqual(['Open', 'Close', 'sell']);
  expect(functions[0]?.text).toMatch(/^\/\/ Open opens\.\nfunc \(t \*Till\) Open\(\) error \{\n[^]*\n\}$/);
  expect(functions[1]).toEqual({
    name: 'Close',
    text: 'func (t *Till) Close() { t.open = false }',
    body: ' t.open = false }',
  });
});

test('a function reaches what it mentions, but not what strings and comments mention', () => {
  const functions = goFunctions(source);
  expect(reachedFrom('sell', functions).map(({name}) => name)).toEqual(['Open', 'sell']);
  expect(reachedFrom('missing', functions)).toEqual([]);
});

test('the comment of a variable comes as paragraphs', () => {
  expect(commentOf(/^var Sale /, source)).toEqual([
    'Sale is what it is about.',
    'What goes wrong: nobody pays.',
  ]);
  expect(commentOf(/^var Missing /, source)).toEqual([]);
});
